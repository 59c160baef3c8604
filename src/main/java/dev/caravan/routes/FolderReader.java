package dev.caravan.routes;

import dev.caravan.routes.FolderContents.Content;
import dev.caravan.routes.OwnedName.Use;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.model.ModelCamelContext;

/** Reads the files of a folder and checks each of them against the others, whatever of them runs. */
final class FolderReader {
    private final ModelCamelContext context;
    private final Path folder;
    private final Map<OwnedName, Use> builtIn;
    private final TableNeeds needs;
    private final TableCapacity capacity;
    private final RouteInstaller installer;

    /**
     * The files of a folder.
     *
     * @param builtIn what the context has before any file
     */
    FolderReader(
            ModelCamelContext context,
            Path folder,
            Map<OwnedName, Use> builtIn,
            TableNeeds needs,
            TableCapacity capacity,
            RouteInstaller installer) {
        this.context = context;
        this.folder = folder;
        this.builtIn = builtIn;
        this.needs = needs;
        this.capacity = capacity;
        this.installer = installer;
    }

    /**
     * Reads and checks every file, and installs none.
     *
     * @param isOffline whether the settings are those of another machine, so that sources need not be configured
     * @return every file with its faults
     * @throws IOException when the folder cannot be listed
     */
    List<RouteFile> check(boolean isOffline) throws IOException {
        List<RouteFile> checked = new ArrayList<>();
        long before = 0;
        for (RouteFile file : read(isOffline)) {
            RouteFile whole = file.with(capacity.exceeded(file, before));
            before += whole.sound() ? file.routes() : 0;
            checked.add(whole.with(rehearsed(whole)));
        }
        return checked;
    }

    /** What Camel says of the explicit items, as far as that is not said yet. */
    List<Fault> rehearsed(RouteFile file) {
        return installer.rehearse(file).stream()
                .filter(fault -> file.sound()
                        || (fault.line() > 1
                                && file.faults().stream().noneMatch(known -> known.line() == fault.line())))
                .toList();
    }

    /**
     * Reads every file, with the faults that can be found without Camel.
     *
     * @param isOffline whether the settings are those of another machine, so that sources need not be configured
     * @throws IOException when the folder cannot be listed
     */
    List<RouteFile> read(boolean isOffline) throws IOException {
        Map<Path, Content> contents = FolderContents.of(folder);
        List<RouteFile> read = new ArrayList<>();
        contents.forEach((path, content) -> read.add(parse(path, content, Set.of())));
        Set<String> beans = read.stream().flatMap(file -> file.beans().stream()).collect(Collectors.toSet());
        if (!beans.isEmpty()) {
            // What looked like an unknown component may be a bean of another file.
            read.replaceAll(file ->
                    file.sound() ? file : parse(file.path(), Objects.requireNonNull(contents.get(file.path())), beans));
        }
        Map<OwnedName, Use> owners = new HashMap<>(builtIn);
        read.forEach(file -> file.names().forEach(owners::putIfAbsent));
        List<TableGroups.Member> grouped = grouped(read);
        return read.stream()
                .map(file -> file.with(file.clashes(name -> Optional.ofNullable(owners.get(name))))
                        .with(isOffline ? needs.contracts(file) : needs.of(file, beans))
                        .with(ofGroups(file, grouped)))
                .toList();
    }

    /** The tables of these files that belong to groups. */
    List<TableGroups.Member> grouped(List<RouteFile> read) {
        RouteTemplates templates = RouteTemplates.of(context);
        return read.stream()
                .flatMap(file -> TableGroups.of(file, templates).stream())
                .toList();
    }

    private static List<Fault> ofGroups(RouteFile file, List<TableGroups.Member> grouped) {
        Map<Boolean, List<TableGroups.Member>> byFile = grouped.stream()
                .collect(Collectors.partitioningBy(member -> member.file().equals(file.path())));
        List<TableGroups.Member> own = Objects.requireNonNull(byFile.get(true));
        return own.isEmpty() ? List.of() : TableGroups.faults(own, Objects.requireNonNull(byFile.get(false)));
    }

    /** Reads one file, beside others that are loaded. */
    RouteFile parse(Path path, Content content) {
        return parse(path, content, Set.of());
    }

    private RouteFile parse(Path path, Content content, Set<String> beans) {
        FolderContents.Refusal refusal = content.refusal();
        if (refusal == null) {
            return RouteFile.parse(path, content.bytes(), RouteTemplates.of(context), beans);
        }
        Fault fault = new Fault(path, 1, refusal.reason(), refusal.hint());
        return new RouteFile(path, List.of(), Map.of(), null, List.of(), List.of(fault));
    }
}
