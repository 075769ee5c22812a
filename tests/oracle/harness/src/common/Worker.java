package org.apache.pulsar.functions.runtime.kubernetes;

import static org.apache.pulsar.functions.runtime.kubernetes.Oracle.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubernetes.client.openapi.apis.AppsV1Api;
import io.kubernetes.client.openapi.apis.CoreV1Api;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import org.apache.pulsar.broker.authentication.AuthenticationDataSource;
import org.apache.pulsar.common.util.ObjectMapperFactory;
import org.apache.pulsar.common.util.Reflections;
import org.apache.pulsar.functions.auth.FunctionAuthData;
import org.apache.pulsar.functions.auth.FunctionAuthProvider;
import org.apache.pulsar.functions.instance.AuthenticationConfig;
import org.apache.pulsar.functions.instance.InstanceConfig;
import org.apache.pulsar.functions.runtime.RuntimeCustomizer;
import org.apache.pulsar.functions.runtime.RuntimeFactory;
import org.apache.pulsar.functions.secretsproviderconfigurator.DefaultSecretsProviderConfigurator;
import org.apache.pulsar.functions.secretsproviderconfigurator.SecretsProviderConfigurator;
import org.apache.pulsar.functions.worker.WorkerConfig;

/**
 * Does what a function worker does with one component, from its own config to the objects.
 * The factory and the instance config are made here as FunctionRuntimeManager and FunctionActioner make them, which need
 * a running worker; everything else is Pulsar's own code.
 */
final class Worker {
    private static final int MAX_BUFFERED_TUPLES = 1024;

    private final JsonNode testCase;
    private final RecordingApiServer server = new RecordingApiServer();
    /** What is being done: a refusal is reported with it. */
    String stage = "workerConfig";
    WorkerConfig config;

    Worker(JsonNode testCase) {
        this.testCase = testCase;
    }

    Map<String, Object> run() throws Exception {
        System.setProperty("pulsar.functions.instance.classpath",
                text(testCase, "systemFunctionInstanceClasspath", "/pulsar/lib/*"));
        config = workerConfig();
        stage = "factory";
        KubernetesRuntimeFactory factory = factory();
        Details details = new Component(this, testCase).details();
        stage = "admission";
        factory.doAdmissionChecks(details.value);
        stage = "auth";
        authenticate(factory, details);
        details.sendThroughTopic();
        stage = "createContainer";
        JsonNode names = testCase.get("package");
        KubernetesRuntime runtime = factory.createContainer(instance(details), text(names, "codePkgUrl", "pkg"),
                text(names, "originalFileName", "code.jar"), "", text(names, "transformOriginalFileName", ""), 0L);
        stage = "start";
        String startError = start(runtime);
        Map<String, Object> result = server.objects();
        result.put("functionDetailsJson", details.json());
        if (startError != null) {
            result.put("startError", startError);
        }
        return result;
    }

    private WorkerConfig workerConfig() throws Exception {
        Path file = Files.createTempFile("worker", ".yml");
        try {
            Files.write(file, Oracle.JSON.writeValueAsBytes(testCase.get("workerConfig")));
            return WorkerConfig.load(file.toString());
        } finally {
            Files.delete(file);
        }
    }

    private KubernetesRuntimeFactory factory() throws Exception {
        SecretsProviderConfigurator secrets = isSet(config.getSecretsProviderConfiguratorClassName())
                ? (SecretsProviderConfigurator) Reflections.createInstance(
                        config.getSecretsProviderConfiguratorClassName(), ClassLoader.getSystemClassLoader())
                : new DefaultSecretsProviderConfigurator();
        secrets.init(config.getSecretsProviderConfiguratorConfig());
        Optional<FunctionAuthProvider> auth = Optional.empty();
        if (config.isAuthenticationEnabled() && isSet(config.getFunctionAuthProviderClassName())) {
            auth = Optional.of(FunctionAuthProvider.getAuthProvider(config.getFunctionAuthProviderClassName()));
        }
        Optional<RuntimeCustomizer> customizer = Optional.empty();
        if (isSet(config.getRuntimeCustomizerClassName())) {
            customizer = Optional.of(RuntimeCustomizer.getRuntimeCustomizer(config.getRuntimeCustomizerClassName()));
            customizer.get().initialize(
                    Optional.ofNullable(config.getRuntimeCustomizerConfig()).orElse(Collections.emptyMap()));
        }
        KubernetesRuntimeFactory factory = newFactory();
        factory.setAppsClient(new AppsV1Api(server.client())); // with clients, it does not look for a cluster
        factory.setCoreClient(new CoreV1Api(server.client()));
        factory.initialize(config, authenticationConfig(), secrets, null, null, auth, customizer);
        return factory;
    }

    private KubernetesRuntimeFactory newFactory() throws Exception {
        if (isSet(config.getFunctionRuntimeFactoryClassName())) {
            RuntimeFactory named =
                    RuntimeFactory.getFuntionRuntimeFactory(config.getFunctionRuntimeFactoryClassName());
            if (named instanceof KubernetesRuntimeFactory) {
                return (KubernetesRuntimeFactory) named;
            }
            throw new IllegalStateException("oracle: not the Kubernetes runtime");
        }
        if (config.getThreadContainerFactory() != null || config.getProcessContainerFactory() != null) {
            throw new IllegalStateException("oracle: not the Kubernetes runtime");
        }
        if (config.getKubernetesContainerFactory() == null) {
            throw new RuntimeException("A Function Runtime Factory needs to be set");
        }
        config.setFunctionRuntimeFactoryConfigs(ObjectMapperFactory.getMapper().getObjectMapper()
                .convertValue(config.getKubernetesContainerFactory(), Map.class));
        return new KubernetesRuntimeFactory();
    }

    private AuthenticationConfig authenticationConfig() {
        return !config.isAuthenticationEnabled() ? null : AuthenticationConfig.builder()
                .clientAuthenticationPlugin(config.getBrokerClientAuthenticationPlugin())
                .clientAuthenticationParameters(config.getBrokerClientAuthenticationParameters())
                .tlsTrustCertsFilePath(config.getTlsTrustCertsFilePath())
                .useTls(config.isUseTls())
                .tlsAllowInsecureConnection(config.isTlsAllowInsecureConnection())
                .tlsHostnameVerificationEnable(config.isTlsEnableHostnameVerification())
                .build();
    }

    /** Hand on the auth data of the request, as the worker does when a function is registered. */
    private void authenticate(KubernetesRuntimeFactory factory, Details details) throws Exception {
        JsonNode auth = testCase.get("auth");
        if (auth == null || !config.isAuthenticationEnabled() || !factory.getAuthProvider().isPresent()) {
            return;
        }
        String token = text(auth, "token", null);
        AuthenticationDataSource source = new AuthenticationDataSource() {
            @Override
            public boolean hasDataFromCommand() {
                return token != null;
            }

            @Override
            public String getCommandData() {
                return token;
            }
        };
        Optional<FunctionAuthData> data = factory.getAuthProvider().get().cacheAuthData(details.value, source);
        if (data.isPresent()) {
            String pinned = text(auth, "secretId", "abcde");
            server.rename("pf-secret-" + new String(data.get().getData()), "pf-secret-" + pinned);
            details.authenticate(pinned);
        }
    }

    private InstanceConfig instance(Details details) {
        JsonNode given = testCase.get("instance");
        InstanceConfig instance = new InstanceConfig();
        instance.setFunctionId(text(given, "functionId", "00000000-0000-4000-8000-000000000001"));
        instance.setTransformFunctionId(text(given, "transformFunctionId", "00000000-0000-4000-8000-000000000002"));
        instance.setFunctionVersion(text(given, "functionVersion", "00000000-0000-4000-8000-000000000003"));
        instance.setInstanceId(Integer.parseInt(text(given, "instanceId", "0")));
        instance.setMaxBufferedTuples(MAX_BUFFERED_TUPLES);
        instance.setPort(Integer.parseInt(text(given, "port", "40001")));
        instance.setMetricsPort(Integer.parseInt(text(given, "metricsPort", "40002")));
        instance.setClusterName(config.getPulsarFunctionsCluster());
        instance.setMaxPendingAsyncRequests(config.getMaxPendingAsyncRequests());
        instance.setExposePulsarAdminClientEnabled(config.isExposeAdminClientEnabled());
        if (config.getAdditionalJavaRuntimeArguments() != null) {
            instance.setAdditionalJavaRuntimeArguments(config.getAdditionalJavaRuntimeArguments());
        }
        instance.setIgnoreUnknownConfigFields(config.isIgnoreUnknownConfigFields());
        details.describe(instance, config);
        return instance;
    }

    /** Start the runtime; an error after the StatefulSet was created is returned. */
    private String start(KubernetesRuntime runtime) throws Exception {
        try {
            runtime.start();
            return null;
        } catch (Exception error) {
            if (!server.hasStatefulSet()) {
                throw error;
            }
            return error.getClass().getName() + ": " + error.getMessage();
        } finally {
            if (runtime.getChannel() != null) {
                for (var channel : runtime.getChannel()) {
                    if (channel != null) {
                        channel.shutdownNow();
                    }
                }
            }
        }
    }

    private static boolean isSet(String className) {
        return className != null && !className.isEmpty();
    }
}
