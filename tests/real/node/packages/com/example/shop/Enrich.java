package com.example.shop;

import org.apache.pulsar.functions.api.Context;
import org.apache.pulsar.functions.api.Function;

/** The function `enrich` of the examples: it says which instance it is, and the secret that it has. */
public class Enrich implements Function<String, String> {
    @Override
    public String process(String input, Context context) {
        return "enriched " + input + " by " + context.getInstanceId() + " with " + context.getSecret("DATABASE_PASSWORD");
    }
}
