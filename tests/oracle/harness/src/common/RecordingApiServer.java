package org.apache.pulsar.functions.runtime.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubernetes.client.openapi.ApiClient;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;

/** Stands in for the API server: it records what is created, and finds nothing else. */
final class RecordingApiServer {
    private static final int CREATED = 204;
    private static final int NOT_FOUND = 404;

    private final List<String[]> posts = new ArrayList<>(); // path and body

    ApiClient client() {
        ApiClient client = new ApiClient();
        client.setHttpClient(new OkHttpClient.Builder().addInterceptor(this::answer).build());
        client.setBasePath("http://fake");
        return client;
    }

    private Response answer(Interceptor.Chain chain) throws IOException {
        Request request = chain.request();
        boolean creates = "POST".equals(request.method());
        if (creates) {
            Buffer body = new Buffer();
            request.body().writeTo(body);
            posts.add(new String[]{request.url().encodedPath(), body.readUtf8()});
        }
        return new Response.Builder().request(request).protocol(Protocol.HTTP_1_1).message("x")
                .code(creates ? CREATED : NOT_FOUND)
                .body(creates ? ResponseBody.create("", null)
                        : ResponseBody.create("{}", MediaType.get("application/json")))
                .build();
    }

    /** Give a Secret whose name is random another one. */
    void rename(String secret, String name) {
        posts.forEach(post -> post[1] = post[1].replace('"' + secret + '"', '"' + name + '"'));
    }

    boolean hasStatefulSet() {
        return posts.stream().anyMatch(post -> post[0].endsWith("/statefulsets"));
    }

    Map<String, Object> objects() throws IOException {
        Map<String, Object> objects = new TreeMap<>();
        Map<String, Object> namespaces = new TreeMap<>();
        List<JsonNode> secrets = new ArrayList<>();
        List<String> namespacesOfSecrets = new ArrayList<>();
        for (String[] post : posts) {
            JsonNode body = Oracle.JSON.readTree(post[1]);
            String[] path = post[0].split("/");
            String namespace = URLDecoder.decode(path[path.length - 2], StandardCharsets.UTF_8);
            switch (path[path.length - 1]) {
                case "secrets":
                    secrets.add(body);
                    namespacesOfSecrets.add(namespace);
                    break;
                case "services":
                    objects.put("service", body);
                    namespaces.put("service", namespace);
                    break;
                case "statefulsets":
                    objects.put("statefulSet", body);
                    namespaces.put("statefulSet", namespace);
                    break;
                default:
                    throw new IllegalStateException("oracle: unexpected request " + post[0]);
            }
        }
        namespaces.put("secrets", namespacesOfSecrets);
        objects.put("secrets", secrets);
        objects.put("requestNamespaces", namespaces);
        return objects;
    }
}
