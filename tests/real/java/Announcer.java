import java.util.Map;
import org.apache.pulsar.functions.api.Record;
import org.apache.pulsar.io.core.Source;
import org.apache.pulsar.io.core.SourceContext;

/** A connector that says once what its config and its secret are, and then waits to be ended. */
public class Announcer implements Source<String> {
    private String text;

    @Override
    public void open(Map<String, Object> config, SourceContext context) {
        text = config.get("greeting") + " " + context.getSecret("API_TOKEN");
    }

    @Override
    public Record<String> read() throws InterruptedException {
        if (text == null) {
            Thread.sleep(Long.MAX_VALUE);
        }
        String said = text;
        text = null;
        return () -> said;
    }

    @Override
    public void close() {
    }
}
