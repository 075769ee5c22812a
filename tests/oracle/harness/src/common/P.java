package com.acme;

import java.util.Map;
import java.util.function.Consumer;
import org.apache.pulsar.client.api.Message;
import org.apache.pulsar.client.api.MessagePayload;
import org.apache.pulsar.client.api.MessagePayloadContext;
import org.apache.pulsar.client.api.MessagePayloadProcessor;
import org.apache.pulsar.client.api.Schema;

/** The one class of the user's package that Pulsar looks for when a function is registered. */
public final class P implements MessagePayloadProcessor {
    public P(Map<String, Object> config) {
        // never called
    }

    @Override
    public <T> void process(MessagePayload payload, MessagePayloadContext context, Schema<T> schema,
                            Consumer<Message<T>> messageConsumer) {
        // never called
    }
}
