package org.example;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.apache.pulsar.functions.api.Record;
import org.apache.pulsar.io.core.Sink;
import org.apache.pulsar.io.core.SinkContext;

/** The sink `files` of the examples: it adds each message to a file. */
public class FileSink implements Sink<String> {
    private static final Path FILE = Path.of("/tmp/messages");

    @Override
    public void open(Map<String, Object> config, SinkContext context) {
    }

    @Override
    public void write(Record<String> message) throws Exception {
        Files.writeString(FILE, message.getValue() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        message.ack();
    }

    @Override
    public void close() {
    }
}
