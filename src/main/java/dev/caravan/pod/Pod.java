package dev.caravan.pod;

import dev.caravan.component.ActiveRuns;
import dev.caravan.component.CallerWaits;
import dev.caravan.component.ChunkThreads;
import dev.caravan.component.FailedStep;
import dev.caravan.component.Failures;
import dev.caravan.component.LakeAccess;
import dev.caravan.component.Publications;
import dev.caravan.component.ReaderSlots;
import dev.caravan.component.Redeliveries;
import dev.caravan.component.RetryNotice;
import dev.caravan.component.RowWatch;
import dev.caravan.component.RunLog;
import dev.caravan.component.RunObservers;
import dev.caravan.component.RunSlots;
import dev.caravan.component.lakepublish.DailyCleanup;
import dev.caravan.component.lakepublish.PublicationRecovery;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.lake.Build;
import dev.caravan.limit.Waits;
import dev.caravan.log.LogFormat;
import dev.caravan.pod.management.JolokiaPlugin;
import dev.caravan.pod.management.ManagementPort;
import dev.caravan.pod.signals.RunMetrics;
import dev.caravan.pod.signals.SentryReports;
import dev.caravan.routes.RouteFolder;
import dev.caravan.routes.RouteFolderWatch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.PropertyBindingException;
import org.apache.camel.Route;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.management.JmxManagementLifecycleStrategy;
import org.apache.camel.model.ModelCamelContext;
import org.jspecify.annotations.Nullable;

/** A started Camel context with everything that table routes use, without the table routes themselves. */
public final class Pod implements AutoCloseable {
    private static final String FILE = "application.properties";

    /** What the end takes at most when runs have not ended by themselves; Kubernetes kills the pod after 20 s. */
    public static final Duration AFTER_GRACE = Duration.ofSeconds(17);

    /** A publication that has begun is better ended than repaired; it takes a second or two. */
    private static final Duration PUBLICATION = Duration.ofSeconds(6);

    /** Of runs whose waits are ended, to remove their files and uploads. */
    private static final Duration ENDING = Duration.ofSeconds(3);

    private final Main main;
    private final Resources resources;
    private @Nullable RouteFolderWatch watch;
    private boolean isStopped;
    private volatile Duration publicationPatience = PUBLICATION;
    private @Nullable ScheduleWatch schedule;

    /** What a process is started for. */
    public enum Purpose {
        /** It stays: schedules fire, the management server answers. */
        SERVE,
        /** It runs what a command asks for: no route begins by itself, no port is opened. */
        COMMAND,
        /** It looks at files or at a database and runs nothing, so that it needs no bucket. */
        LOOK,
        /** The same, and settings that cannot be used are left to {@link Pod#faults}, so that all else is looked at too. */
        CHECK
    }

    private Pod(Main main, Resources resources) {
        this.main = main;
        this.resources = resources;
    }

    /**
     * Reads the settings and starts the context.
     *
     * @param purpose what for
     * @param config the user's properties file; null is {@code ./application.properties} if there is one
     * @throws ExportException when a setting cannot be used, or a port cannot be had
     */
    public static Pod start(Purpose purpose, @Nullable Path config) {
        Main main = new PodMain();
        main.setDefaultPropertyPlaceholderLocation(locations(config));
        if (purpose != Purpose.SERVE) {
            main.addOverrideProperty("camel.management.enabled", "false");
            // MBeans and meters of a command are not read, and cost as much as the routes themselves.
            main.addOverrideProperty("camel.main.jmxEnabled", "false");
            main.addOverrideProperty("camel.metrics.enabled", "false");
            main.addOverrideProperty("camel.component.quartz.autoStartScheduler", "false");
        }
        if (purpose == Purpose.LOOK) {
            // Nothing of the built-in routes is run, and to read them takes a tenth of the start.
            main.addOverrideProperty("camel.main.routesIncludePattern", "false");
        }
        Resources resources = new Resources(purpose, config == null ? Path.of(FILE) : config);
        main.addMainListener(resources);
        try {
            resources.check.requireReadable();
            main.start();
            Pod pod = new Pod(main, resources);
            bindShared(pod.context());
            if (purpose == Purpose.SERVE) {
                pod.context()
                        .addService(new PublicationRecovery(
                                pod.context(), resources.settings().duration("caravan.publication.recovery-interval")));
                pod.context()
                        .addService(new DailyCleanup(
                                pod.context(), resources.settings().duration("caravan.clean.interval")));
                RunMetrics metrics = new RunMetrics(pod.context(), Build.THIS.version());
                pod.context().addService(metrics);
                ScheduleWatch schedule = new ScheduleWatch(pod.context(), metrics);
                pod.context().addService(schedule);
                pod.schedule = schedule;
            }
            resources.protectRoutesOf(pod.context());
            return pod;
        } catch (Exception e) {
            main.stop();
            resources.close();
            throw readable(e, resources.check);
        }
    }

    /** What runs share, before any thread asks for it: Camel's registry must not be changed while another thread searches it. */
    private static void bindShared(CamelContext context) {
        RunSlots.of(context);
        ReaderSlots.of(context);
        ActiveRuns.of(context);
        Publications.of(context);
    }

    public ModelCamelContext context() {
        return (ModelCamelContext) main.getCamelContext();
    }

    public Settings settings() {
        return resources.settings();
    }

    /** What is wrong with the settings; only of a pod that was started to check them. */
    public List<SettingFault> faults() {
        return resources.check.faults();
    }

    /** The route folder, still unread. */
    public RouteFolder folder(Path folder) {
        return new RouteFolder(context(), folder);
    }

    /**
     * Loads the route folder and follows its changes from now on.
     *
     * @return the folder, loaded for the first time
     */
    public RouteFolder watch(Path folder) {
        RouteFolder followed = folder(folder);
        watch = new RouteFolderWatch(context(), followed, settings().duration("caravan.routes.poll-interval"));
        try {
            context().addService(watch);
        } catch (Exception e) {
            throw readable(e, resources.check);
        }
        return followed;
    }

    /** How long runs in flight have to end when the pod is closed. */
    public Duration grace() {
        return Duration.ofSeconds(settings().integer("caravan.shutdown.timeout", 1));
    }

    /**
     * Ends the runs in flight at once, in good order: what has begun to publish may end, nothing else is published, and the files and
     * uploads of the others are removed. {@link #stop} has to follow.
     */
    public void interrupt() {
        publicationPatience = Duration.ZERO;
        Publications publications = Publications.of(context());
        // First, so that whatever fails from here on fails because of the end.
        publications.refuse(Duration.ZERO);
        RunSlots.of(context()).stop();
        publications.refuse(PUBLICATION);
        ActiveRuns runs = ActiveRuns.of(context());
        runs.fail(new ExportException(
                ErrorCode.STOPPED, "The process was asked to end.", "Run it again; the table is as it was."));
        resources.waits().endPresent();
        runs.awaitNone(ENDING);
    }

    /** Lets runs in flight end within {@code caravan.shutdown.timeout}, then stops everything. */
    @Override
    public void close() {
        stop(grace());
    }

    /**
     * Stops everything, no later than {@link #AFTER_GRACE} after a time that runs in flight have to end, whatever they wait for. What is
     * published by then may end in that time too.
     */
    public synchronized void stop(Duration grace) {
        if (isStopped) {
            return;
        }
        isStopped = true;
        RunObservers.of(context()).stop();
        if (schedule != null) {
            schedule.dropQueue();
        }
        Waits waits = resources.waits();
        waits.endAll(grace.plus(PUBLICATION).plus(ENDING));
        context().getShutdownStrategy().setTimeout(Math.max(1, grace.toSeconds()));
        if (watch != null) {
            // First, so that no file is loaded into a context that goes.
            watch.stop();
        }
        // It takes the MBeans of each route out with a look at those of all others; the agent below it takes out all at
        // once.
        context().getLifecycleStrategies().removeIf(JmxManagementLifecycleStrategy.class::isInstance);
        ActiveRuns runs = ActiveRuns.of(context());
        main.stop();
        Publications.of(context()).refuse(publicationPatience);
        waits.endAll(Duration.ZERO);
        runs.awaitNone(ENDING);
        waits.endAll(ENDING);
        runs.abortUploads();
        resources.close();
    }

    /** Camel takes the first file that has a property. */
    private static String locations(@Nullable Path config) {
        if (config != null && !Files.isReadable(config)) {
            throw new ExportException(
                    ErrorCode.BAD_CONFIGURATION,
                    "the configuration file " + config + " cannot be read.",
                    "Name a readable properties file with --config.");
        }
        Path file = config == null ? Path.of(FILE) : config;
        return "file:" + file.toAbsolutePath() + ";optional=" + (config == null) + ",classpath:" + FILE;
    }

    private static ExportException readable(Exception failure, StartCheck check) {
        Throwable root = failure;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            root = cause;
            if (cause instanceof ExportException known) {
                return known;
            }
        }
        if (!check.faults().isEmpty()) {
            // Camel cannot be told to start in spite of all of them.
            return SettingFault.failure(check.faults());
        }
        return new ExportException(
                ErrorCode.BAD_CONFIGURATION,
                check.placed("Camel does not start: " + message(failure, root), String.valueOf(root.getMessage()))
                        + ".",
                "Check application.properties, the environment and -D.",
                failure);
    }

    /** Camel's, which names the property; what lies behind it often says only why. */
    private static String message(Exception failure, Throwable root) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PropertyBindingException binding) {
                return binding.getMessage() + ": " + root.getMessage();
            }
        }
        return root instanceof ClassNotFoundException
                ? "there is no class " + root.getMessage()
                : String.valueOf(root.getMessage());
    }

    /** Binds what the routes use before Camel configures itself, and closes it after the routes have stopped. */
    private static final class Resources extends MainListenerSupport {
        private final Purpose purpose;
        private final StartCheck check;
        private final SourcePools pools = new SourcePools();
        private @Nullable LakeClients clients;
        private @Nullable Waits waits;
        private @Nullable Settings settings;
        private @Nullable JolokiaPlugin jolokia;
        private @Nullable StoppedRoutes stopped;
        private @Nullable SentryReports sentry;

        Resources(Purpose purpose, Path file) {
            this.purpose = purpose;
            this.check = new StartCheck(purpose, file);
        }

        @Override
        public void beforeInitialize(BaseMainSupport main) {
            CamelContext context = main.getCamelContext();
            PropertiesComponent properties = (PropertiesComponent) context.getPropertiesComponent();
            properties.setEnvironmentVariableMode(PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_FALLBACK);
            properties.setSystemPropertiesMode(PropertiesComponent.SYSTEM_PROPERTIES_MODE_FALLBACK);
            properties.addPropertiesSource(new ProcessSource());
            Settings read = new Settings(context, System.getenv());
            settings = read;
            check.run(read, main);
            LogFormat.of(read.find(LogFormat.SETTING).orElse(""), purpose == Purpose.SERVE)
                    .use();
            if (purpose == Purpose.SERVE) {
                ManagementPort port = managementPort(read);
                port.requireFree();
                jolokia = port.install(context);
                stopped = StoppedRoutes.install(context);
            } else {
                ((ModelCamelContext) context).addModelLifecycleStrategy(new NamedRunsOnly(context));
            }
            waits = new Waits(read.duration("caravan.wait.warn-after"));
            context.getRegistry().bind(Waits.BEAN, waits);
            clients = new LakeClients(read, waits);
            clients.bind(context.getRegistry());
            context.getRegistry().bind(Failures.BEAN, new Failures());
            context.getRegistry().bind(LakeAccess.BEAN, new LakeAccess(context));
            context.getRegistry().bind(RetryNotice.BEAN, new RetryNotice());
            context.getRegistry().bind(RowWatch.BEAN, new RowWatch());
            context.getRegistry().bind(CallerWaits.BEAN, new CallerWaits());
            ChunkThreads.of(context);
            // Last, so that no source takes the name of something else.
            pools.bind(read, waits, context.getRegistry(), check::isUsable);
            context.getCamelContextExtension().setManagementMBeanAssembler(new ManagedSteps(context));
            context.getCamelContextExtension().addInterceptStrategy(new FailedStep());
            context.getManagementStrategy().addEventNotifier(new Redeliveries());
            RunObservers observers = RunObservers.of(context);
            observers.add(new RunLog());
            read.find(SentryReports.DSN).ifPresent(dsn -> {
                SentryReports reports = new SentryReports(
                        context, dsn, read.require("caravan.sentry.environment"), "caravan@" + Build.THIS.version());
                observers.add(reports);
                sentry = reports;
            });
        }

        private static ManagementPort managementPort(Settings settings) {
            return new ManagementPort(
                    settings.require("caravan.management.host"),
                    settings.integer("caravan.management.port", 0),
                    settings.list("caravan.management.hosts"),
                    settings.list("caravan.management.origins"),
                    ManagementPort.credentials(
                            settings.find("caravan.management.operations.user"),
                            settings.find("caravan.management.operations.password")));
        }

        /** Not a listener's: Camel tells its listeners of the end only when {@code Main.run} brought it about. */
        void close() {
            if (waits != null) {
                // Else a pool would wait for a login, and a client for its requests.
                waits.endAll(Duration.ZERO);
            }
            if (sentry != null) {
                sentry.close();
            }
            pools.close();
            if (clients != null) {
                clients.close();
            }
            if (waits != null) {
                waits.close();
            }
        }

        Waits waits() {
            if (waits == null) {
                throw new RuntimeCamelException("the settings are not read yet");
            }
            return waits;
        }

        /** Those that are there before any table: all of them go through these. */
        void protectRoutesOf(CamelContext context) {
            Set<String> routes =
                    context.getRoutes().stream().map(Route::getRouteId).collect(Collectors.toSet());
            if (jolokia != null) {
                jolokia.protect(routes);
            }
            if (stopped != null) {
                stopped.need(routes);
            }
        }

        Settings settings() {
            if (settings == null) {
                throw new RuntimeCamelException("the settings are not read yet");
            }
            return settings;
        }
    }
}
