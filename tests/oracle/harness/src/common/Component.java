package org.apache.pulsar.functions.runtime.kubernetes;

import static org.apache.pulsar.functions.runtime.kubernetes.Oracle.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.pulsar.common.functions.FunctionConfig;
import org.apache.pulsar.common.functions.Utils;
import org.apache.pulsar.common.io.SinkConfig;
import org.apache.pulsar.common.io.SourceConfig;
import org.apache.pulsar.common.util.ObjectMapperFactory;
import org.apache.pulsar.functions.utils.FunctionConfigUtils;
import org.apache.pulsar.functions.utils.SinkConfigUtils;
import org.apache.pulsar.functions.utils.SourceConfigUtils;

/** Reads the component's config and converts it into function details, as pulsar-admin and the worker do. */
final class Component {
    private static final String STRING = "java.lang.String";

    private final Worker worker;
    private final JsonNode testCase;
    private final JsonNode extracted;

    Component(Worker worker, JsonNode testCase) {
        this.worker = worker;
        this.testCase = testCase;
        this.extracted = testCase.get("extracted");
    }

    Details details() throws Exception {
        String type = text(testCase, "componentType", "function");
        switch (type) {
            case "function":
                return function();
            case "source":
                return source();
            case "sink":
                return sink();
            default:
                throw new IllegalArgumentException("unknown componentType " + type);
        }
    }

    private Details function() throws Exception {
        FunctionConfig config = read("functionConfig", FunctionConfig.class);
        FunctionConfigUtils.inferMissingArguments(config, worker.config.isForwardSourceMessageProperty());
        if (config.getRuntime() != FunctionConfig.Runtime.JAVA) {
            FunctionConfigUtils.validateNonJavaFunction(config);
            return new Details(FunctionConfigUtils.convert(config));
        }
        if (extracted == null) {
            FunctionConfigUtils.doCommonChecks(config);
            return new Details(FunctionConfigUtils.convert(config));
        }
        Class<?> implemented = config.getWindowConfig() != null
                ? org.apache.pulsar.functions.api.WindowFunction.class
                : org.apache.pulsar.functions.api.Function.class;
        return new Details(FunctionConfigUtils.convert(config, FunctionConfigUtils.validateJavaFunction(config,
                new MadeUpPackage(implemented, text(extracted, "className", null),
                        text(extracted, "typeArg0", STRING), text(extracted, "typeArg1", STRING)))));
    }

    private Details source() throws Exception {
        SourceConfig config = read("sourceConfig", SourceConfig.class);
        Utils.inferMissingArguments(config);
        Class<?> implemented = config.getBatchSourceConfig() != null
                ? org.apache.pulsar.io.core.BatchSource.class : org.apache.pulsar.io.core.Source.class;
        SourceConfigUtils.ExtractedSourceDetails found =
                SourceConfigUtils.validateAndExtractDetails(config, connector(implemented), false);
        if (extracted == null) {
            found.setTypeArg(null);
        }
        return new Details(SourceConfigUtils.convert(config, found));
    }

    private Details sink() throws Exception {
        SinkConfig config = read("sinkConfig", SinkConfig.class);
        Utils.inferMissingArguments(config);
        String transform = config.getTransformFunction();
        MadeUpPackage function = transform == null || transform.isEmpty() ? null : MadeUpPackage.ofTransform(
                text(extracted, "functionClassName", null), text(extracted, "typeArg", STRING));
        SinkConfigUtils.ExtractedSinkDetails found = SinkConfigUtils.validateAndExtractDetails(
                config, connector(org.apache.pulsar.io.core.Sink.class), function, false);
        if (extracted == null) {
            found.setTypeArg(null);
        }
        return new Details(SinkConfigUtils.convert(config, found));
    }

    private MadeUpPackage connector(Class<?> implemented) {
        return new MadeUpPackage(implemented, text(extracted, "className", null), text(extracted, "typeArg", STRING));
    }

    /** The config from JSON, or from the YAML text that the case holds beside it, and once through JSON to the worker. */
    private <T> T read(String key, Class<T> type) throws Exception {
        worker.stage = "componentConfig";
        ObjectMapper json = ObjectMapperFactory.getMapper().getObjectMapper();
        T given = testCase.has("configText")
                ? ObjectMapperFactory.getYamlMapper().getObjectMapper().readValue(text(testCase, "configText", ""), type)
                : json.treeToValue(testCase.get(key), type);
        T config = json.readValue(json.writeValueAsString(given), type);
        worker.stage = "convert";
        return config;
    }
}
