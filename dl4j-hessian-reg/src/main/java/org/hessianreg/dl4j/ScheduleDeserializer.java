package org.hessianreg.dl4j;

import java.io.IOException;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.linalg.schedule.RampSchedule;
import org.nd4j.shade.jackson.core.JsonParser;
import org.nd4j.shade.jackson.core.TreeNode;
import org.nd4j.shade.jackson.databind.DeserializationContext;
import org.nd4j.shade.jackson.databind.JsonDeserializer;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.jsontype.TypeDeserializer;

/**
 * Reads schedules, and {@link RampSchedule} too, which ND4J 1.0.0-M2.1 writes but cannot read: its
 * constructor does not name its parameters.
 */
final class ScheduleDeserializer extends JsonDeserializer<ISchedule> {

  @Override
  public ISchedule deserialize(JsonParser parser, DeserializationContext context)
      throws IOException {
    return read(parser, parser.readValueAsTree());
  }

  /** The name of the class is looked at here, since for most classes it is left to ND4J. */
  @Override
  public Object deserializeWithType(
      JsonParser parser, DeserializationContext context, TypeDeserializer type) throws IOException {
    return deserialize(parser, context);
  }

  private static ISchedule read(JsonParser parser, TreeNode tree) throws IOException {
    JsonNode node = (JsonNode) tree;
    if (RampSchedule.class.getName().equals(node.path("@class").asText())) {
      return new RampSchedule(
          read(parser, node.path("baseSchedule")), node.path("numIter").asInt());
    }
    return parser.getCodec().treeToValue(node, ISchedule.class);
  }
}
