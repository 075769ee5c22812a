package t; // the name of the file is free, as no class is public

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.pulsar.client.api.CryptoKeyReader;
import org.apache.pulsar.client.api.EncryptionKeyInfo;
import org.apache.pulsar.client.api.schema.GenericObject;
import org.apache.pulsar.client.api.schema.GenericRecord;
import org.apache.pulsar.functions.api.Context;
import org.apache.pulsar.functions.api.Function;
import org.apache.pulsar.functions.api.Record;
import org.apache.pulsar.functions.api.SerDe;
import org.apache.pulsar.functions.api.WindowContext;
import org.apache.pulsar.functions.api.WindowFunction;
import org.apache.pulsar.io.core.BatchSource;
import org.apache.pulsar.io.core.BatchSourceTriggerer;
import org.apache.pulsar.io.core.PushSource;
import org.apache.pulsar.io.core.Sink;
import org.apache.pulsar.io.core.SinkContext;
import org.apache.pulsar.io.core.Source;
import org.apache.pulsar.io.core.SourceContext;

class Item { }

class Exclaim implements Function<String, String> {
  public String process(String input, Context context) { return input + "!"; }
}

class JFun implements java.util.function.Function<String, Long> {
  public Long apply(String input) { return 1L; }
}

class RecOut implements Function<Integer, Record<byte[]>> {
  public Record<byte[]> process(Integer input, Context context) { return null; }
}

class Async implements Function<String, CompletableFuture<Integer>> {
  public CompletableFuture<Integer> process(String input, Context context) { return null; }
}

class VoidOut implements Function<byte[], Void> {
  public Void process(byte[] input, Context context) { return null; }
}

class GR implements Function<GenericRecord, GenericObject> {
  public GenericObject process(GenericRecord input, Context context) { return input; }
}

class ToRec implements Function<String, Record<String>> {
  public Record<String> process(String input, Context context) { return null; }
}

class WinF implements WindowFunction<String, Integer> {
  public Integer process(Collection<Record<String>> input, WindowContext context) { return 1; }
}

class TsEx implements WindowFunction<String, String> {
  public String process(Collection<Record<String>> input, WindowContext context) { return ""; }
}

class JWin implements java.util.function.Function<Collection<String>, Long> {
  public Long apply(Collection<String> input) { return 1L; }
}

class MySerDe implements SerDe<String> {
  public String deserialize(byte[] input) { return ""; }
  public byte[] serialize(String input) { return new byte[0]; }
}

class CKR implements CryptoKeyReader {
  public CKR(Map<String, Object> config) { }
  public EncryptionKeyInfo getPublicKey(String name, Map<String, String> metadata) { return null; }
  public EncryptionKeyInfo getPrivateKey(String name, Map<String, String> metadata) { return null; }
}

class SrcB implements Source<byte[]> {
  public void open(Map<String, Object> config, SourceContext context) { }
  public Record<byte[]> read() { return null; }
  public void close() { }
}

class SrcPush extends PushSource<Item> {
  public void open(Map<String, Object> config, SourceContext context) { }
  public void close() { }
}

abstract class Push<T> extends PushSource<T> { }

class SrcPush2 extends Push<String> {
  public void open(Map<String, Object> config, SourceContext context) { }
  public void close() { }
}

class SrcBatch implements BatchSource<String> {
  public void open(Map<String, Object> config, SourceContext context) { }
  public void discover(Consumer<byte[]> taskEater) { }
  public void prepare(byte[] task) { }
  public Record<String> readNext() { return null; }
  public void close() { }
}

class Trig implements BatchSourceTriggerer {
  public void init(Map<String, Object> config, SourceContext context) { }
  public void start(Consumer<String> trigger) { }
  public void stop() { }
}

class SnkS implements Sink<String> {
  public void open(Map<String, Object> config, SinkContext context) { }
  public void write(Record<String> record) { }
  public void close() { }
}

class SnkGO implements Sink<GenericObject> {
  public void open(Map<String, Object> config, SinkContext context) { }
  public void write(Record<GenericObject> record) { }
  public void close() { }
}

class SnkMap implements Sink<Map<String, List<Item>>> {
  public void open(Map<String, Object> config, SinkContext context) { }
  public void write(Record<Map<String, List<Item>>> record) { }
  public void close() { }
}
