package org.hessianreg.dl4j.spark.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/**
 * Adds the workers' shares up as a tree. Spark's own tree adds what arrives first, so that a sum
 * depends on timing in its last digits; here neighbours are added in the order of the workers.
 */
public final class Averages {

  private Averages() {}

  /**
   * Adds up.
   *
   * @param shares at most one for each worker, at least one
   * @param workers how many workers there are
   * @param depth of the tree, at least 1; with 1 the driver gets all shares
   * @return the sum
   */
  public static Share sum(JavaRDD<Share> shares, int workers, int depth) {
    int fanIn = Math.max(2, (int) Math.ceil(Math.pow(workers, 1.0 / depth)));
    JavaRDD<Share> level = shares;
    int count = workers;
    // As Spark's treeAggregate: no more levels than save the driver work.
    while (depth > 1 && count > fanIn + (count + fanIn - 1) / fanIn) {
      count = (count + fanIn - 1) / fanIn;
      level =
          level
              .mapToPair(share -> new Tuple2<>(share.position() / fanIn, share))
              .groupByKey(new HashPartitioner(count))
              .map(group -> Share.sum(group._1(), inOrder(group._2())));
    }
    return Share.sum(0, inOrder(level.collect()));
  }

  private static List<Share> inOrder(Iterable<Share> shares) {
    List<Share> sorted = new ArrayList<>();
    shares.forEach(sorted::add);
    sorted.sort(Comparator.comparingInt(Share::position));
    return sorted;
  }
}
