package org.apache.pulsar.functions.runtime.kubernetes;

import com.google.protobuf.ByteString;
import com.google.protobuf.util.JsonFormat;
import java.nio.charset.StandardCharsets;
import org.apache.pulsar.functions.instance.InstanceConfig;
import org.apache.pulsar.functions.proto.Function.FunctionAuthenticationSpec;
import org.apache.pulsar.functions.proto.Function.FunctionDetails;
import org.apache.pulsar.functions.proto.Function.FunctionMetaData;
import org.apache.pulsar.functions.worker.WorkerConfig;

/** The function details and the metadata that hold them: Protobuf, up to Pulsar 4. */
final class Details {
    final FunctionDetails value;
    private FunctionMetaData metadata;

    Details(FunctionDetails value) {
        this.value = value;
        this.metadata = FunctionMetaData.newBuilder().setFunctionDetails(value).build();
    }

    void authenticate(String secretId) {
        ByteString data = ByteString.copyFrom(secretId.getBytes(StandardCharsets.UTF_8));
        metadata = metadata.toBuilder()
                .setFunctionAuthSpec(FunctionAuthenticationSpec.newBuilder().setData(data)).build();
    }

    void sendThroughTopic() throws Exception {
        metadata = FunctionMetaData.parseFrom(metadata.toByteArray());
    }

    void describe(InstanceConfig instance, WorkerConfig config) {
        instance.setFunctionDetails(metadata.getFunctionDetails());
        instance.setFunctionAuthenticationSpec(config.isAuthenticationEnabled() && metadata.hasFunctionAuthSpec()
                ? metadata.getFunctionAuthSpec() : null);
    }

    String json() throws Exception {
        return JsonFormat.printer().omittingInsignificantWhitespace().print(metadata.getFunctionDetails());
    }
}
