package dev.caravan.docs;

import dev.caravan.pod.Pod;
import dev.caravan.routes.Fault;
import dev.caravan.routes.RouteFile;
import dev.caravan.table.TableParameter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Finds blocks of YAML that cannot be read, and table files that {@code caravan validate --offline} refuses. */
final class YamlBlocks implements AutoCloseable {
    private static final Set<String> LANGUAGES = Set.of("yaml", "yml");
    /** A contract that a block names, which has to be there. */
    private static final Pattern CONTRACT = Pattern.compile("[\\w.-]+\\.avsc");

    private static final Path EXAMPLE = Path.of("examples/orders.avsc");

    private final Path folder;
    private final Pod pod;
    private int count;

    /** With a folder to write to. */
    YamlBlocks(Path folder) throws IOException {
        this.folder = folder;
        this.pod = Pod.start(
                Pod.Purpose.CHECK,
                Files.writeString(folder.resolve("test.properties"), "caravan.lake.bucket = lake\n"));
    }

    List<String> faults(Document document) throws IOException {
        List<String> faults = new ArrayList<>();
        for (Document.Block block : document.blocks()) {
            if (LANGUAGES.contains(block.language())) {
                faults.addAll(faults(document, block));
            }
        }
        return faults;
    }

    /** The route files of a folder that is there. */
    List<String> faults(Path routes) throws IOException {
        return pod.folder(routes).check(true).stream()
                .map(RouteFile::faults)
                .flatMap(List::stream)
                .map(Fault::toString)
                .toList();
    }

    private List<String> faults(Document document, Document.Block block) throws IOException {
        List<Object> content;
        try {
            content = StreamSupport.stream(
                            new Load(LoadSettings.builder().build())
                                    .loadAllFromString(block.text())
                                    .spliterator(),
                            false)
                    .toList();
        } catch (YamlEngineException e) {
            return List.of(document.at(block.line()) + "no YAML: " + e.getMessage());
        }
        if (content.stream().anyMatch(YamlBlocks::isRoutes)) {
            return routes(document, block);
        }
        return content.stream()
                .flatMap(YamlBlocks::parameters)
                .filter(name -> TableParameter.named(name).isEmpty())
                .map(name -> document.at(block.line()) + "there is no parameter " + name)
                .toList();
    }

    private List<String> routes(Document document, Document.Block block) throws IOException {
        Path routes = Files.createDirectory(folder.resolve("block" + count++));
        for (MatchResult contract : CONTRACT.matcher(block.text()).results().toList()) {
            Files.copy(EXAMPLE, routes.resolve(contract.group()), StandardCopyOption.REPLACE_EXISTING);
        }
        Files.writeString(routes.resolve("block.camel.yaml"), block.text());
        return pod.folder(routes).check(true).stream()
                .flatMap(file -> file.faults().stream())
                .map(fault -> document.at(block.line() + fault.line() - 1) + fault.reason())
                .toList();
    }

    private static boolean isRoutes(Object content) {
        return content instanceof List<?> items
                && items.stream()
                        .anyMatch(item -> item instanceof Map<?, ?> map && !map.containsKey("name") && map.size() == 1);
    }

    /** The names of a list of parameters that stands alone, or under {@code parameters}. */
    private static Stream<String> parameters(Object content) {
        Object list = content instanceof Map<?, ?> map ? map.get("parameters") : content;
        return list instanceof List<?> items
                ? items.stream()
                        .filter(item -> item instanceof Map<?, ?> map && map.containsKey("value"))
                        .map(item -> String.valueOf(((Map<?, ?>) item).get("name")))
                : Stream.empty();
    }

    @Override
    public void close() {
        pod.close();
    }
}
