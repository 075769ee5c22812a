import org.apache.pulsar.functions.api.Context;
import org.apache.pulsar.functions.api.Function;

/** Answers with the message, between a word of its user config and a secret of its environment. */
public class Greeter implements Function<String, String> {
    @Override
    public String process(String input, Context context) {
        return context.getUserConfigValueOrDefault("greeting", "none") + " " + input + " " + context.getSecret("API_TOKEN");
    }
}
