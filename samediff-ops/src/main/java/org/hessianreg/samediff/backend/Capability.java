package org.hessianreg.samediff.backend;

/** CUDA's compute capability: what machine code a GPU runs. Immutable. */
final class Capability {

  private final int major;
  private final int minor;

  Capability(int major, int minor) {
    this.major = major;
    this.minor = minor;
  }

  /** Whether a GPU of this capability runs machine code that was compiled for another one. */
  boolean runsCodeFor(Capability target) {
    return major == target.major && minor >= target.minor;
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
