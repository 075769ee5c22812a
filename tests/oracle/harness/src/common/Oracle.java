package org.apache.pulsar.functions.runtime.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.File;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** Runs cases through Pulsar's own classes and records the objects that they send to the API server, or their refusal. */
public final class Oracle {
    static final ObjectMapper JSON = new ObjectMapper()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).enable(SerializationFeature.INDENT_OUTPUT);

    private Oracle() {
    }

    /** The text at a key; null where it is null, and the default where there is no such key. */
    static String text(JsonNode node, String key, String otherwise) {
        JsonNode value = node == null ? null : node.get(key);
        return value == null ? otherwise : (value.isNull() ? null : value.asText());
    }

    static Map<String, Object> run(JsonNode testCase) {
        Worker worker = new Worker(testCase);
        try {
            return worker.run();
        } catch (LinkageError missing) {
            throw missing; // a jar is missing: that says nothing about the case
        } catch (Throwable refusal) {
            String message = refusal instanceof JsonProcessingException
                    ? ((JsonProcessingException) refusal).getOriginalMessage() : refusal.getMessage();
            Map<String, Object> error = new TreeMap<>();
            error.put("stage", worker.stage);
            error.put("class", refusal.getClass().getName());
            error.put("message", message == null ? null : message.replaceAll("@[0-9a-f]{5,8}\\b", "@HASH"));
            return new TreeMap<>(Map.of("error", error));
        }
    }

    private static void runAll(File cases, File output) throws Exception {
        Map<String, Object> results = new TreeMap<>();
        File[] files = cases.listFiles((folder, name) -> name.endsWith(".json"));
        Arrays.sort(files);
        for (File file : files) {
            JSON.readTree(file).fields().forEachRemaining(each -> results.put(each.getKey(), run(each.getValue())));
        }
        // through a tree, so that the keys of the recorded bodies are sorted too
        JSON.writeValue(output, JSON.treeToValue(JSON.valueToTree(results), Object.class));
    }

    /** Usage: Oracle FOLDER OF CASES, FILE OF RESULTS. */
    public static void main(String[] args) {
        KubernetesRuntimeFactory.numRetries = 1;
        KubernetesRuntimeFactory.sleepBetweenRetriesMs = 0;
        try {
            runAll(new File(args[0]), new File(args[1]));
            System.exit(0); // Pulsar's own threads may still run
        } catch (Throwable failure) {
            failure.printStackTrace();
            System.exit(1);
        }
    }
}
