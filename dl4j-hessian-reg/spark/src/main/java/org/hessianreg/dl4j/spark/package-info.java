/** Training with a Hessian-trace penalty on Apache Spark. */
package org.hessianreg.dl4j.spark;
