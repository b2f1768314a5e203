package org.hessianreg.dl4j.spark.internal;

import java.io.Serializable;
import java.nio.ByteBuffer;
import org.apache.spark.SparkEnv;
import org.apache.spark.serializer.SerializerInstance;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * A blueprint on its way, written as Spark writes the functions of tasks. Kryo, which may be set
 * for everything else, cannot write the lambda expressions that a blueprint may hold. Immutable.
 */
final class SentBlueprint implements Serializable {

  private static final long serialVersionUID = 1L;

  private final byte[] written;

  SentBlueprint(Blueprint blueprint) {
    ByteBuffer buffer = serializer().serialize(blueprint, tag());
    written = new byte[buffer.remaining()];
    buffer.get(written);
  }

  Blueprint read() {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    return serializer().deserialize(ByteBuffer.wrap(written), loader, tag());
  }

  private static SerializerInstance serializer() {
    return SparkEnv.get().closureSerializer().newInstance();
  }

  private static ClassTag<Blueprint> tag() {
    return ClassTag$.MODULE$.apply(Blueprint.class);
  }
}
