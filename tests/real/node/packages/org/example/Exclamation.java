package org.example;

import org.apache.pulsar.functions.api.Context;
import org.apache.pulsar.functions.api.Function;

/** The function `exclamation` of the README. */
public class Exclamation implements Function<String, String> {
    @Override
    public String process(String input, Context context) {
        return input + "!";
    }
}
