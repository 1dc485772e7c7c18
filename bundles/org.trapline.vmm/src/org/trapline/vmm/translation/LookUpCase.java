// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.translation;

/** One address that a {@link LookUp} knows. */
final class LookUpCase implements CodePiece {
    final CodeSpace space;
    final long target;
    final int excess;
    final LookUp.Case code;
    /** Null if what stood there is no longer valid. */
    Block block;
    private final int offset;

    LookUpCase(final CodeSpace space, final long target, final int offset, final int excess, final LookUp.Case code) {
        this.space = space;
        this.target = target;
        this.offset = offset;
        this.excess = excess;
        this.code = code;
    }

    @Override
    public int offset() {
        return offset;
    }

    @Override
    public int length() {
        return code.words().length;
    }

    @Override
    public Recovery recovery(final int word) {
        return code.recoveries()[word];
    }
}
