package org.apache.pulsar.functions.instance;

/** In the place of the main class of java-instance.jar: it starts the real runtime, with one class loader for everything. */
public class JavaInstanceMain {
    public static void main(String[] arguments) throws Exception {
        ClassLoader loader = JavaInstanceMain.class.getClassLoader();
        new org.apache.pulsar.functions.runtime.JavaInstanceStarter().start(arguments, loader, loader);
    }
}
