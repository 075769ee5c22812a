package org.apache.pulsar.functions.runtime.kubernetes;

import java.nio.charset.StandardCharsets;
import org.apache.pulsar.functions.instance.InstanceConfig;
import org.apache.pulsar.functions.proto.FunctionDetails;
import org.apache.pulsar.functions.proto.FunctionMetaData;
import org.apache.pulsar.functions.utils.FunctionConfigUtils;
import org.apache.pulsar.functions.worker.WorkerConfig;

/** The function details and the metadata that hold them: LightProto, since Pulsar 5. */
final class Details {
    final FunctionDetails value;
    private FunctionMetaData metadata = new FunctionMetaData();

    Details(FunctionDetails value) {
        this.value = value;
        metadata.setFunctionDetails().copyFrom(value);
        metadata.setPackageLocation().setPackagePath("p"); // required, as the next two are
        metadata.setVersion(1);
        metadata.setCreateTime(1);
    }

    void authenticate(String secretId) {
        metadata.setFunctionAuthSpec().setData(secretId.getBytes(StandardCharsets.UTF_8)).setProvider("x");
    }

    void sendThroughTopic() {
        FunctionMetaData received = new FunctionMetaData();
        received.parseFrom(metadata.toByteArray());
        received.materialize();
        metadata = received;
    }

    void describe(InstanceConfig instance, WorkerConfig config) {
        FunctionDetails details = metadata.getFunctionDetails();
        instance.setFunctionDetails(details);
        instance.setFunctionAuthenticationSpec(config.isAuthenticationEnabled() && metadata.hasFunctionAuthSpec()
                ? metadata.getFunctionAuthSpec() : null);
        instance.setPulsarClientMemoryLimit(details.hasPulsarClientMemoryLimit()
                ? FunctionConfigUtils.convertPulsarClientMemoryLimit(details.getPulsarClientMemoryLimit())
                : config.getPulsarClientMemoryLimit());
    }

    String json() {
        return metadata.getFunctionDetails().toJson();
    }
}
