package org.apache.pulsar.io.http;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.apache.pulsar.client.api.schema.GenericObject;
import org.apache.pulsar.functions.api.Record;
import org.apache.pulsar.io.core.Sink;
import org.apache.pulsar.io.core.SinkContext;

/** In the place of Apache's own: it posts each message to a URL. */
public class HttpSink implements Sink<GenericObject> {
    private final HttpClient client = HttpClient.newHttpClient();
    private URI url;

    @Override
    public void open(Map<String, Object> config, SinkContext context) {
        url = URI.create((String) config.get("url"));
    }

    @Override
    public void write(Record<GenericObject> message) throws Exception {
        String text = String.valueOf(message.getValue().getNativeObject());
        client.send(HttpRequest.newBuilder(url).POST(BodyPublishers.ofString(text)).build(), BodyHandlers.discarding());
        message.ack();
    }

    @Override
    public void close() {
    }
}
