/**
 * Programs that train small networks with and without a Hessian-trace penalty and compare them.
 *
 * <p>Each has a {@code main} method and can be run from the command line without arguments; {@code
 * --help} lists its options.
 */
package org.hessianreg.examples;
