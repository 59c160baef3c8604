package dev.caravan.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** One folder with a kustomization.yaml: what it names, and what lies there. */
record Kustomization(Path folder, JsonNode tree) {
    private static final Set<String> KNOWN_FIELDS =
            Set.of("apiVersion", "kind", "namespace", "resources", "images", "configMapGenerator", "patches");

    static Kustomization in(Path folder) throws IOException {
        return new Kustomization(folder, StrictManifests.tree(folder.resolve("kustomization.yaml")));
    }

    Set<String> unknownFields() {
        Set<String> fields = new TreeSet<>();
        tree.fieldNames().forEachRemaining(fields::add);
        fields.removeAll(KNOWN_FIELDS);
        return fields;
    }

    /** Manifests: the resources that are files, and the patches. */
    List<Path> manifests() {
        List<Path> manifests = new ArrayList<>();
        tree.path("resources").forEach(name -> manifests.add(folder.resolve(name.asText())));
        tree.path("patches")
                .forEach(
                        patch -> manifests.add(folder.resolve(patch.path("path").asText())));
        manifests.removeIf(Files::isDirectory);
        return manifests;
    }

    /** The folders of manifests that this one builds on. */
    List<Path> bases() {
        List<Path> bases = new ArrayList<>();
        tree.path("resources").forEach(name -> bases.add(folder.resolve(name.asText())));
        bases.removeIf(path -> !Files.isDirectory(path));
        return bases;
    }

    /** Files that become entries of ConfigMaps. */
    List<Path> generatorFiles() {
        List<Path> files = new ArrayList<>();
        tree.path("configMapGenerator").forEach(map -> {
            map.path("files").forEach(name -> files.add(folder.resolve(name.asText())));
            map.path("envs").forEach(name -> files.add(folder.resolve(name.asText())));
        });
        return files;
    }

    Set<String> generatedConfigMaps() {
        Set<String> names = new TreeSet<>();
        tree.path("configMapGenerator")
                .forEach(map -> names.add(map.path("name").asText()));
        return names;
    }

    /** Those of a base that this one makes anew, with nothing of what they were. */
    Set<String> replacedConfigMaps() {
        Set<String> names = new TreeSet<>();
        tree.path("configMapGenerator").forEach(map -> {
            if (map.path("behavior").asText().equals("replace")) {
                names.add(map.path("name").asText());
            }
        });
        return names;
    }

    /** Examples beside the kustomization: what somebody makes by hand before it is applied. */
    List<Path> examples() throws IOException {
        return filesBeside(".example.yaml");
    }

    /** Manifests that lie in the folder, examples and the kustomization itself aside. */
    List<Path> manifestsBeside() throws IOException {
        List<Path> manifests = new ArrayList<>(filesBeside(".yaml"));
        manifests.removeAll(examples());
        manifests.remove(folder.resolve("kustomization.yaml"));
        return manifests;
    }

    List<Path> tableFiles() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("routes"))) {
            return files.sorted().toList();
        }
    }

    Properties settings() throws IOException {
        Properties settings = new Properties();
        try (var reader = Files.newBufferedReader(folder.resolve("settings.env"))) {
            settings.load(reader);
        }
        return settings;
    }

    private List<Path> filesBeside(String ending) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }
}
