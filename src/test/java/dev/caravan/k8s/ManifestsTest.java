package dev.caravan.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.table.TableParameter;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicySpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quartz.CronExpression;

class ManifestsTest {
    private static final Path K8S = Path.of("k8s");
    private static final Path BASE = K8S.resolve("base");
    private static final Path EXAMPLE = K8S.resolve("overlays/example");

    @ParameterizedTest
    @ValueSource(strings = {"base", "overlays/example"})
    void everyManifestHasOnlyFieldsThatKubernetesKnows(String folder) throws IOException {
        Kustomization kustomization = Kustomization.in(K8S.resolve(folder));

        assertThat(kustomization.unknownFields()).isEmpty();
        for (Path manifest : kustomization.manifests()) {
            assertThat(StrictManifests.load(manifest).getMetadata().getName())
                    .as("%s", manifest)
                    .startsWith("caravan");
        }
        for (Path example : kustomization.examples()) {
            assertThat(StrictManifests.load(example).getMetadata().getName())
                    .as("%s", example)
                    .startsWith("caravan");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"drop: [", "periodSeconds: 20", "emptyDir:", "replicas: 1", "secretRef:"})
    void aMisspeltFieldAtAnyDepthIsFound(String field) throws IOException {
        String manifest = Files.readString(BASE.resolve("deployment.yaml"));
        assertThat(manifest).contains(field);

        assertThatThrownBy(() -> StrictManifests.load(manifest.replace(field, "x" + field)))
                .hasMessageContaining("Unrecognized field \"x" + field.replaceFirst(":.*", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"base", "overlays/example"})
    void aKustomizationNamesEveryFileOfItsFolderAndNoOther(String folder) throws IOException {
        Kustomization kustomization = Kustomization.in(K8S.resolve(folder));

        assertThat(kustomization.manifests()).containsExactlyInAnyOrderElementsOf(kustomization.manifestsBeside());
        assertThat(kustomization.generatorFiles()).allMatch(Files::isRegularFile, "exists");
        assertThat(kustomization.generatorFiles()).containsAll(kustomization.tableFiles());
        assertThat(kustomization.bases()).allMatch(base -> Files.isRegularFile(base.resolve("kustomization.yaml")));
    }

    @Test
    void everyNameThatThePodUsesExists() throws IOException {
        Set<String> existing = new TreeSet<>();
        for (Kustomization kustomization : List.of(Kustomization.in(BASE), Kustomization.in(EXAMPLE))) {
            kustomization.generatedConfigMaps().forEach(name -> existing.add("ConfigMap " + name));
            for (Path file : kustomization.manifests()) {
                existing.add(kindAndName(StrictManifests.load(file)));
            }
            for (Path file : kustomization.examples()) {
                existing.add(kindAndName(StrictManifests.load(file)));
            }
        }

        assertThat(existing).containsAll(namesUsedBy(pod(BASE))).containsAll(namesUsedBy(pod(EXAMPLE)));
        assertThat(namesUsedBy(pod(BASE)))
                .contains(
                        "ServiceAccount caravan",
                        "ConfigMap caravan-settings",
                        "ConfigMap caravan-routes",
                        "Secret caravan-source");
    }

    @Test
    void everyMountHasItsVolumeAndEveryVolumeItsMount() throws IOException {
        assertThat(mountNames(pod(BASE))).containsExactlyInAnyOrderElementsOf(volumeNames(pod(BASE)));
        // The patch changes volumes of the base as well as adding its own.
        assertThat(volumeNames(pod(EXAMPLE))).containsAll(mountNames(pod(EXAMPLE)));
        assertThat(container(BASE).getVolumeMounts())
                .as("Kubernetes does not update subPath mounts, so a changed table file would never arrive")
                .allMatch(mount -> mount.getSubPath() == null);
    }

    @Test
    void thePathsThatTheContainerUsesAreMounted() throws IOException {
        Map<String, String> mounts = new HashMap<>();
        container(BASE).getVolumeMounts().forEach(mount -> mounts.put(mount.getMountPath(), mount.getName()));

        assertThat(container(BASE).getArgs()).containsExactly("run", "--routes", "/routes");
        assertThat(mounts).containsEntry("/routes", "routes").containsEntry("/tmp", "tmp");
        assertThat(mounts).containsKey(environment("CARAVAN_STAGING_DIR"));
    }

    @Test
    void probesAskThePortThatTheContainerOpens() throws IOException {
        Container container = container(BASE);
        assertThat(container.getPorts())
                .extracting(ContainerPort::getContainerPort)
                .containsExactly(9876);
        assertProbe(container.getStartupProbe(), "/observe/health/live");
        assertProbe(container.getLivenessProbe(), "/observe/health/live");
        assertProbe(container.getReadinessProbe(), "/observe/health/ready");
        assertThat(deployment(BASE).getSpec().getTemplate().getMetadata().getAnnotations())
                .containsEntry("prometheus.io/port", "9876");
    }

    @Test
    void theServiceOfOnePodIsNeverDoubled() throws IOException {
        Deployment deployment = deployment(BASE);
        assertThat(deployment.getSpec().getReplicas()).isEqualTo(1);
        assertThat(deployment.getSpec().getStrategy().getType()).isEqualTo("Recreate");
        assertThat(deployment.getSpec().getTemplate().getMetadata().getLabels())
                .containsAllEntriesOf(deployment.getSpec().getSelector().getMatchLabels());
    }

    @Test
    void kubernetesWaitsLongerThanTheShutdownTakes() throws IOException {
        long shutdown = Long.parseLong(environment("CARAVAN_SHUTDOWN_TIMEOUT"));
        assertThat(pod(BASE).getTerminationGracePeriodSeconds()).isGreaterThanOrEqualTo(shutdown + 20);
    }

    @Test
    void theContainerHasNoRightsItDoesNotNeed() throws IOException {
        var podContext = pod(BASE).getSecurityContext();
        assertThat(podContext.getRunAsNonRoot()).isTrue();
        assertThat(podContext.getRunAsUser()).isPositive();
        assertThat(podContext.getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
        var context = container(BASE).getSecurityContext();
        assertThat(context.getReadOnlyRootFilesystem()).isTrue();
        assertThat(context.getAllowPrivilegeEscalation()).isFalse();
        assertThat(context.getCapabilities().getDrop()).containsExactly("ALL");
        assertThat(pod(BASE).getAutomountServiceAccountToken()).isFalse();
        assertThat(Files.readString(Path.of("Dockerfile"))).contains("USER " + podContext.getRunAsUser() + ":");
    }

    @Test
    void theJvmSizesItselfByTheMemoryItIsPromised() throws IOException {
        var resources = container(BASE).getResources();
        assertThat(resources.getLimits()).containsEntry("memory", new Quantity("512Mi"));
        assertThat(resources.getRequests()).containsEntry("memory", new Quantity("512Mi"));
        assertThat(environment("JAVA_TOOL_OPTIONS")).contains("-XX:MaxRAMPercentage=50");
        assertThat(pod(BASE).getVolumes())
                .filteredOn(volume -> volume.getEmptyDir() != null)
                .hasSize(2)
                .allMatch(volume -> volume.getEmptyDir().getSizeLimit() != null, "has a size limit");
    }

    @ParameterizedTest
    @ValueSource(strings = {"k8s/base/routes", "k8s/overlays/example/routes", "src/main/resources/demo/routes"})
    void tableFilesAreOfTheKnownTemplate(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                JsonNode route = StrictManifests.tree(file).path(0).path("templatedRoute");
                Map<String, String> parameters = new HashMap<>();
                route.path("parameters")
                        .forEach(p -> parameters.put(
                                p.path("name").asText(), p.path("value").asText()));

                assertThat(route.path("routeTemplateRef").asText())
                        .as("%s", file)
                        .isEqualTo("table-to-lake");
                assertThat(file.getFileName()).hasToString(route.path("routeId").asText() + ".camel.yaml");
                assertThat(parameters).as("%s", file).containsKeys("table", "schedule");
                assertThat(TableParameter.keys()).as("%s", file).containsAll(parameters.keySet());
                assertThat(CronExpression.isValidExpression(parameters.get("schedule")))
                        .as("%s", file)
                        .isTrue();
            }
        }
    }

    @Test
    void settingsAreSettingsOfCaravanAndTheRegion() throws IOException {
        Set<Object> base = Kustomization.in(BASE).settings().keySet();
        assertThat(base).contains("AWS_REGION", "CARAVAN_LAKE_BUCKET", "CARAVAN_GLUE_DATABASE");
        assertThat(base)
                .allMatch(name -> name.equals("AWS_REGION") || name.toString().startsWith("CARAVAN_"));
        assertThat(base).containsAll(Kustomization.in(EXAMPLE).settings().keySet());
    }

    @Test
    void theExampleInheritsNeitherTheTableNorTheSettingsOfTheBase() throws IOException {
        Kustomization base = Kustomization.in(BASE);
        Kustomization example = Kustomization.in(EXAMPLE);

        assertThat(example.replacedConfigMaps())
                .as("what the base generates and this does not replace becomes part of it")
                .containsExactlyInAnyOrderElementsOf(base.generatedConfigMaps());
        assertThat(example.settings().keySet())
                .as("a setting that is left out has a default, not the sample's value")
                .containsAll(base.settings().keySet());
    }

    @Test
    void theNetworkIsClosedButForWhatThePodNeeds() throws IOException {
        NetworkPolicy policy = (NetworkPolicy) StrictManifests.load(BASE.resolve("network-policy.yaml"));
        NetworkPolicySpec spec = policy.getSpec();

        assertThat(spec.getPolicyTypes()).containsExactlyInAnyOrder("Ingress", "Egress");
        assertThat(deployment(BASE).getSpec().getTemplate().getMetadata().getLabels())
                .containsAllEntriesOf(spec.getPodSelector().getMatchLabels());
        assertThat(spec.getIngress()).singleElement().satisfies(rule -> {
            assertThat(rule.getFrom()).as("an empty list would be everybody").isNotEmpty();
            assertThat(rule.getFrom()).allMatch(peer -> peer.getIpBlock() == null);
            assertThat(rule.getPorts())
                    .extracting(port -> port.getPort().getStrVal())
                    .containsExactly("management");
        });
        assertThat(spec.getEgress())
                .flatExtracting(NetworkPolicyEgressRule::getPorts)
                .extracting(port -> port.getPort().getIntVal())
                .containsExactlyInAnyOrder(53, 53, 5432, 443);
    }

    @Test
    void noRightIsForEverything() throws IOException {
        for (String file : List.of("pod-policy.json", "crawler-policy.json")) {
            for (JsonNode statement : new ObjectMapper()
                    .readTree(K8S.resolve("iam").resolve(file).toFile())
                    .path("Statement")) {
                List<String> named = new ArrayList<>();
                for (String field : List.of("Resource", "Action")) {
                    JsonNode node = statement.path(field);
                    (node.isArray() ? node : List.of(node)).forEach(each -> named.add(each.asText()));
                }
                assertThat(named).as(file).noneMatch(name -> name.equals("*") || name.endsWith(":*"));
            }
        }
        assertThat(Files.readString(K8S.resolve("iam/pod-policy.json"))).contains(":crawler/caravan-*\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pod-policy.json", "pod-trust.json", "crawler-policy.json"})
    void policiesAreJsonOfTheCurrentPolicyLanguage(String file) throws IOException {
        JsonNode policy =
                new ObjectMapper().readTree(K8S.resolve("iam").resolve(file).toFile());
        assertThat(policy.path("Version").asText()).isEqualTo("2012-10-17");
        assertThat(policy.path("Statement")).isNotEmpty().allMatch(statement -> statement.hasNonNull("Action"));
    }

    private static void assertProbe(Probe probe, String path) throws IOException {
        assertThat(probe.getHttpGet().getPath()).isEqualTo(path);
        assertThat(container(BASE).getPorts())
                .extracting(ContainerPort::getName)
                .contains(probe.getHttpGet().getPort().getStrVal());
    }

    private static Set<String> namesUsedBy(PodSpec pod) {
        Set<String> names = new TreeSet<>();
        if (pod.getServiceAccountName() != null) {
            names.add("ServiceAccount " + pod.getServiceAccountName());
        }
        for (Volume volume : pod.getVolumes()) {
            if (volume.getConfigMap() != null) {
                names.add("ConfigMap " + volume.getConfigMap().getName());
            }
            if (volume.getSecret() != null) {
                names.add("Secret " + volume.getSecret().getSecretName());
            }
        }
        for (EnvFromSource source : pod.getContainers().get(0).getEnvFrom()) {
            if (source.getConfigMapRef() != null) {
                names.add("ConfigMap " + source.getConfigMapRef().getName());
            }
            if (source.getSecretRef() != null) {
                names.add("Secret " + source.getSecretRef().getName());
            }
        }
        return names;
    }

    private static String kindAndName(HasMetadata manifest) {
        return manifest.getKind() + " " + manifest.getMetadata().getName();
    }

    private static List<String> mountNames(PodSpec pod) {
        return pod.getContainers().get(0).getVolumeMounts().stream()
                .map(VolumeMount::getName)
                .toList();
    }

    private static List<String> volumeNames(PodSpec pod) {
        return pod.getVolumes().stream().map(Volume::getName).toList();
    }

    private static String environment(String name) throws IOException {
        return container(BASE).getEnv().stream()
                .filter(variable -> variable.getName().equals(name))
                .map(EnvVar::getValue)
                .findFirst()
                .orElseThrow();
    }

    private static Container container(Path folder) throws IOException {
        return pod(folder).getContainers().get(0);
    }

    private static PodSpec pod(Path folder) throws IOException {
        return deployment(folder).getSpec().getTemplate().getSpec();
    }

    private static Deployment deployment(Path folder) throws IOException {
        return (Deployment) StrictManifests.load(folder.resolve("deployment.yaml"));
    }
}
