package org.apache.pulsar.functions.runtime.kubernetes;

import java.util.Arrays;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.scaffold.TypeValidation;
import net.bytebuddy.pool.TypePool;
import org.apache.pulsar.common.functions.FunctionDefinition;
import org.apache.pulsar.common.io.ConnectorDefinition;
import org.apache.pulsar.functions.utils.ValidatableFunctionPackage;

/** Stands in for the user's package: every class name in it is a type made of the type arguments that the case names. */
class MadeUpPackage implements ValidatableFunctionPackage {
    private final TypePool pool = TypePool.Default.ofSystemLoader();
    private final Class<?> implemented;
    private final String definedClass;
    private final TypeDescription[] arguments;

    MadeUpPackage(Class<?> implemented, String definedClass, String... arguments) {
        this.implemented = implemented;
        this.definedClass = definedClass;
        this.arguments = Arrays.stream(arguments).map(this::argument).toArray(TypeDescription[]::new);
    }

    /** A transform function of a sink: one that returns records. */
    static MadeUpPackage ofTransform(String definedClass, String argument) {
        return new MadeUpPackage(org.apache.pulsar.functions.api.Function.class, definedClass, argument) {
            @Override
            TypeDescription.Generic[] typeArguments() {
                TypeDescription.Generic taken = super.typeArguments()[0];
                TypeDescription record = TypeDescription.ForLoadedType.of(org.apache.pulsar.functions.api.Record.class);
                return new TypeDescription.Generic[]{
                        taken, TypeDescription.Generic.Builder.parameterizedType(record, taken).build()};
            }
        };
    }

    private TypeDescription argument(String name) {
        if ("byte[]".equals(name) || "[B".equals(name)) {
            return TypeDescription.ForLoadedType.of(byte[].class);
        }
        TypePool.Resolution known = pool.describe(name);
        return known.isResolved() ? known.resolve()
                : new ByteBuddy().with(TypeValidation.DISABLED).subclass(Object.class).name(name).make()
                        .getTypeDescription();
    }

    TypeDescription.Generic[] typeArguments() {
        return Arrays.stream(arguments).map(TypeDescription::asGenericType).toArray(TypeDescription.Generic[]::new);
    }

    @Override
    public TypeDescription resolveType(String name) {
        TypePool.Resolution known = pool.describe(name);
        return known.isResolved() ? known.resolve()
                : new ByteBuddy().with(TypeValidation.DISABLED)
                        .makeInterface(TypeDescription.Generic.Builder.parameterizedType(
                                TypeDescription.ForLoadedType.of(implemented), typeArguments()).build())
                        .name(name).make().getTypeDescription();
    }

    @Override
    public TypePool getTypePool() {
        return pool;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> T getFunctionMetaData(Class<T> kind) {
        if (definedClass == null) {
            return null;
        }
        if (kind == FunctionDefinition.class) {
            FunctionDefinition function = new FunctionDefinition();
            function.setFunctionClass(definedClass);
            return (T) function;
        }
        ConnectorDefinition connector = new ConnectorDefinition();
        connector.setSourceClass(definedClass);
        connector.setSinkClass(definedClass);
        return (T) connector;
    }

    @Override
    public boolean isEnableClassloading() {
        return false;
    }

    @Override
    public ClassLoader getClassLoader() {
        return Oracle.class.getClassLoader();
    }
}
