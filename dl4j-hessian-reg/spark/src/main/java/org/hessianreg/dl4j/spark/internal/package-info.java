/**
 * What trains on a cluster: copies of a model in the executors' JVMs, what travels between them and
 * the driver, and how it is averaged. No API.
 */
package org.hessianreg.dl4j.spark.internal;
