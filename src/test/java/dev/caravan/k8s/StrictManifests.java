package dev.caravan.k8s;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Reads manifests with fabric8's model, and refuses every field that the model does not know. */
final class StrictManifests {
    /** fabric8 collects unknown fields in an any-setter; without it Jackson's own strictness finds them at every depth. */
    private static final JacksonAnnotationIntrospector WITHOUT_ANY_SETTER = new JacksonAnnotationIntrospector() {
        private static final long serialVersionUID = 1L;

        @Override
        public Boolean hasAnySetter(Annotated annotated) {
            return false;
        }
    };

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory())
            .setAnnotationIntrospector(WITHOUT_ANY_SETTER)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

    /** The kinds that Caravan's manifests use. */
    private static final Map<String, Class<? extends HasMetadata>> KINDS = Map.of(
            "apps/v1 Deployment", Deployment.class,
            "networking.k8s.io/v1 NetworkPolicy", NetworkPolicy.class,
            "v1 ConfigMap", ConfigMap.class,
            "v1 Secret", Secret.class,
            "v1 ServiceAccount", ServiceAccount.class);

    private StrictManifests() {}

    static HasMetadata load(Path file) throws IOException {
        return load(Files.readString(file));
    }

    static HasMetadata load(String manifest) throws IOException {
        // A second document in the file would go unread.
        JsonNode tree =
                YAML.reader(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).readTree(manifest);
        String kind = tree.path("apiVersion").asText() + " " + tree.path("kind").asText();
        Class<? extends HasMetadata> model = KINDS.get(kind);
        if (model == null) {
            throw new IOException("No manifest of Caravan is a \"" + kind + "\"; known: " + KINDS.keySet());
        }
        return YAML.treeToValue(tree, model);
    }

    static JsonNode tree(Path file) throws IOException {
        return YAML.readTree(file.toFile());
    }
}
