package com.example.shop;

import java.util.ArrayList;
import java.util.List;
import org.apache.pulsar.functions.api.Context;
import org.apache.pulsar.functions.api.Function;

/** A function that keeps memory until there is none: what a leak does to its pod. */
public class Hoard implements Function<String, String> {
    private final List<byte[]> kept = new ArrayList<>();

    @Override
    public String process(String input, Context context) {
        while (true) {
            kept.add(new byte[1 << 20]);
        }
    }
}
