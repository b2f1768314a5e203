/**
 * The comparison of Hessian-trace penalties with other ways of regularizing, on Fashion-MNIST.
 *
 * <p>{@link org.hessianreg.examples.comparison.PaperComparison} is the command. For every setting
 * (network, number of training images, label noise) and every {@code Method} it first tries each of
 * the method's strengths once and keeps the one with the best accuracy on a validation split, then
 * trains from several seeds with that strength and reads the test images, once for each of these
 * final runs.
 *
 * <p>How data flow:
 *
 * <ol>
 *   <li>{@code IdxFile} → {@code FashionMnist} → {@code TrialData}: a subset of the training images
 *       with noisy labels, and a validation split.
 *   <li>{@code Task} (one run, a line of JSON) → {@code Worker} in a JVM of its own → {@code Trial}
 *       → {@code Outcome} (a line of JSON), appended to {@code runs.jsonl} by {@code RunLog}. A
 *       trial is a function of its task alone, so a line that is there already is not computed
 *       again.
 *   <li>{@code Method} is the table of methods; each entry says how it changes a {@code Recipe}:
 *       graph, data, regularization or training loop.
 *   <li>{@code Comparison} makes the tasks and chooses strengths; {@code MethodResult} sums up;
 *       {@code ComparisonTable}, {@code ComparisonCharts} and {@code comparison.json} show it.
 * </ol>
 */
package org.hessianreg.examples.comparison;
