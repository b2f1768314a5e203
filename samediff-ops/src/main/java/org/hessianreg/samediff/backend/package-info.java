/** Which of ND4J's backends runs, and on what device; or why none does and what to do about it. */
package org.hessianreg.samediff.backend;
