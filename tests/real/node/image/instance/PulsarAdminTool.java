import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.pulsar.client.admin.PulsarAdmin;

/** In the place of pulsar-admin: those of its commands that pods run, done by Pulsar's own admin client. */
public class PulsarAdminTool {
    private static final Set<String> FLAGS =
        Set.of("--transform-function", "--tls-allow-insecure", "--tls-enable-hostname-verification");

    public static void main(String[] arguments) throws Exception {
        Map<String, String> options = new HashMap<>();
        StringBuilder command = new StringBuilder();
        for (int i = 0; i < arguments.length; i++) {
            if (FLAGS.contains(arguments[i])) {
                options.put(arguments[i], "");
            } else if (arguments[i].startsWith("--")) {
                options.put(arguments[i], arguments[++i]);
            } else {
                command.append(arguments[i]).append(' ');
            }
        }
        var builder = PulsarAdmin.builder().serviceHttpUrl(options.get("--admin-url"))
            .tlsTrustCertsFilePath(options.getOrDefault("--tls-trust-cert-path", ""))
            .allowTlsInsecureConnection(options.containsKey("--tls-allow-insecure"))
            .enableTlsHostnameVerification(options.containsKey("--tls-enable-hostname-verification"));
        if (options.containsKey("--auth-plugin")) {
            builder.authentication(options.get("--auth-plugin"), options.get("--auth-params"));
        }
        try (PulsarAdmin admin = builder.build()) {
            String given = command.toString().trim();
            if (given.startsWith("packages download ")) {
                admin.packages().download(given.substring("packages download ".length()), options.get("--path"));
            } else if (given.equals("functions download")) {
                admin.functions().downloadFunction(options.get("--destination-file"), options.get("--tenant"),
                    options.get("--namespace"), options.get("--name"), options.containsKey("--transform-function"));
            } else if (given.startsWith("topics subscriptions ")) {
                admin.topics().getSubscriptions(given.substring("topics subscriptions ".length())).forEach(System.out::println);
            } else if (given.startsWith("topics unsubscribe ")) {
                admin.topics().deleteSubscription(given.substring("topics unsubscribe ".length()), options.get("--subscription"));
            } else {
                throw new IllegalArgumentException("no such command: " + given);
            }
        }
    }
}
