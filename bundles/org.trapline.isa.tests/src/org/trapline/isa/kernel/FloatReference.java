// SPDX-License-Identifier: EPL-2.0
package org.trapline.isa.kernel;

import java.math.BigInteger;

/**
 * What IEEE 754 and the manual say floating-point instructions compute, on unbounded integers: an exact result is found first, as an integer
 * times a power of two, and then rounded.
 */
final class FloatReference {
    private static final int NX = 1;
    private static final int UF = 2;
    private static final int OF = 4;
    private static final int DZ = 8;
    private static final int NV = 16;
    private static final int EXTRA = 400;

    /** A number format: bits of precision, and the exponent of the smallest normal number. */
    private enum Kind {
        S(24, 8), D(53, 11);

        final int precision;
        final int exponentBits;
        final int smallest;

        Kind(int precision, int exponentBits) {
            this.precision = precision;
            this.exponentBits = exponentBits;
            this.smallest = 2 - (1 << exponentBits - 1);
        }

        long exponentOnes() {
            return (1L << exponentBits) - 1;
        }

        long infinity() {
            return exponentOnes() << precision - 1;
        }

        long sign() {
            return 1L << precision - 1 + exponentBits;
        }

        long nan() {
            return infinity() | 1L << precision - 2;
        }
    }

    private record Value(boolean negative, BigInteger integer, int exponent, boolean more, boolean infinite, boolean nan, boolean signaling) {
        static Value finite(boolean negative, BigInteger integer, int exponent, boolean more) {
            return new Value(negative, integer, exponent, more, false, false, false);
        }

        boolean zero() {
            return !infinite && !nan && integer.signum() == 0;
        }

        Value negate() {
            return new Value(!negative, integer, exponent, more, infinite, nan, signaling);
        }

        BigInteger signed() {
            return negative ? integer.negate() : integer;
        }
    }

    /** The flags that the computation raised. */
    int flags;
    private final int mode;

    FloatReference(int mode) {
        this.mode = mode;
    }

    /** Returns what the destination register holds. */
    long compute(String name, long a, long b, long c) {
        Kind kind = name.endsWith("_s") ? Kind.S : Kind.D;
        String operation = name.substring(0, name.length() - 2);
        Value x = read(kind, a);
        Value y = read(kind, b);
        Value z = read(kind, c);
        return switch (operation) {
            case "fadd" -> write(kind, add(x, y));
            case "fsub" -> write(kind, add(x, y.negate()));
            case "fmul" -> write(kind, multiply(x, y));
            case "fdiv" -> write(kind, divide(x, y));
            case "fsqrt" -> write(kind, squareRoot(x));
            case "fmadd" -> write(kind, multiplyAdd(x, y, z));
            case "fmsub" -> write(kind, multiplyAdd(x, y, z.negate()));
            case "fnmsub" -> write(kind, multiplyAdd(x.negate(), y, z));
            case "fnmadd" -> write(kind, multiplyAdd(x.negate(), y, z.negate()));
            case "fmin", "fmax" -> choose(kind, a, b, operation.equals("fmax"));
            case "feq" -> compare(x, y, x.signaling || y.signaling) == 0 ? 1 : 0;
            case "flt" -> compare(x, y, x.nan || y.nan) == -1 ? 1 : 0;
            case "fle" -> compare(x, y, x.nan || y.nan) <= 0 ? 1 : 0;
            default -> convert(name, a);
        };
    }

    private long convert(String name, long a) {
        return switch (name) {
            case "fcvt_w_s" -> toInteger(read(Kind.S, a), 32, true);
            case "fcvt_wu_s" -> toInteger(read(Kind.S, a), 32, false);
            case "fcvt_l_s" -> toInteger(read(Kind.S, a), 64, true);
            case "fcvt_lu_s" -> toInteger(read(Kind.S, a), 64, false);
            case "fcvt_w_d" -> toInteger(read(Kind.D, a), 32, true);
            case "fcvt_wu_d" -> toInteger(read(Kind.D, a), 32, false);
            case "fcvt_l_d" -> toInteger(read(Kind.D, a), 64, true);
            case "fcvt_lu_d" -> toInteger(read(Kind.D, a), 64, false);
            case "fcvt_s_w" -> write(Kind.S, integer(Reference.sw(a)));
            case "fcvt_s_wu" -> write(Kind.S, integer(Reference.uw(a)));
            case "fcvt_s_l" -> write(Kind.S, integer(Reference.s(a)));
            case "fcvt_s_lu" -> write(Kind.S, integer(Reference.u(a)));
            case "fcvt_d_w" -> write(Kind.D, integer(Reference.sw(a)));
            case "fcvt_d_wu" -> write(Kind.D, integer(Reference.uw(a)));
            case "fcvt_d_l" -> write(Kind.D, integer(Reference.s(a)));
            case "fcvt_d_lu" -> write(Kind.D, integer(Reference.u(a)));
            case "fcvt_s_d" -> write(Kind.S, quiet(read(Kind.D, a)));
            case "fcvt_d_s" -> write(Kind.D, quiet(read(Kind.S, a)));
            default -> throw new AssertionError("no reference for " + name);
        };
    }

    // ---- reading and writing ----

    private static Value read(Kind kind, long register) {
        long bits = register;
        if (kind == Kind.S) {
            bits = register >>> 32 == 0xffff_ffffL ? register & 0xffff_ffffL : kind.nan();
        }
        boolean negative = (bits & kind.sign()) != 0;
        long field = bits >>> kind.precision - 1 & kind.exponentOnes();
        long fraction = bits & (1L << kind.precision - 1) - 1;
        if (field == kind.exponentOnes()) {
            boolean signaling = fraction != 0 && fraction >>> kind.precision - 2 == 0;
            return new Value(negative, BigInteger.ZERO, 0, false, fraction == 0, fraction != 0, signaling);
        }
        long integer = field == 0 ? fraction : fraction | 1L << kind.precision - 1;
        return Value.finite(negative, BigInteger.valueOf(integer), (int) Math.max(field, 1) - 1 + kind.smallest - kind.precision + 1, false);
    }

    private long write(Kind kind, Value value) {
        long bits = kind.nan();
        if (value.infinite) {
            bits = kind.infinity();
        } else if (!value.nan) {
            bits = value.zero() && !value.more ? 0 : round(kind, value);
        }
        if (value.negative && !value.nan) {
            bits |= kind.sign();
        }
        return kind == Kind.S ? bits | 0xffff_ffff_0000_0000L : bits;
    }

    private long round(Kind kind, Value value) {
        // The power of two that the last bit of the result stands for, with and without a smallest exponent.
        int free = value.integer.bitLength() + value.exponent - kind.precision;
        int unit = Math.max(free, kind.smallest - kind.precision + 1);
        BigInteger unlimited = toMultiple(value, free);
        BigInteger multiple = toMultiple(value, unit);
        boolean exact = !value.more && (unit <= value.exponent || multiple.shiftLeft(unit - value.exponent).equals(value.integer));
        boolean tiny = unlimited.bitLength() + free <= kind.smallest;
        int top = multiple.bitLength() + unit;
        if (top > -kind.smallest + 2) {
            flags |= OF | NX;
            boolean up = switch (mode) {
                case 0, 4 -> true;
                case 2 -> value.negative;
                case 3 -> !value.negative;
                default -> false;
            };
            return up ? kind.infinity() : kind.infinity() - 1;
        }
        if (!exact) {
            flags |= tiny ? NX | UF : NX;
        }
        if (multiple.bitLength() > kind.precision) {
            multiple = multiple.shiftRight(1);
            unit++;
        }
        long fraction = multiple.longValue();
        if (multiple.bitLength() < kind.precision) {
            return fraction;
        }
        long field = unit + kind.precision - 1 - kind.smallest + 1;
        return field << kind.precision - 1 | fraction & (1L << kind.precision - 1) - 1;
    }

    /** Returns the multiple of 2^unit that a magnitude is rounded to. */
    private BigInteger toMultiple(Value value, int unit) {
        int cut = unit - value.exponent;
        if (cut <= 0) {
            return value.integer.shiftLeft(-cut);
        }
        BigInteger floor = value.integer.shiftRight(cut);
        BigInteger twiceRest = value.integer.subtract(floor.shiftLeft(cut)).shiftLeft(1);
        int half = twiceRest.compareTo(BigInteger.ONE.shiftLeft(cut));
        if (half == 0 && value.more) {
            half = 1;
        }
        boolean inexact = twiceRest.signum() != 0 || value.more;
        boolean up = switch (mode) {
            case 0 -> half > 0 || half == 0 && floor.testBit(0);
            case 1 -> false;
            case 2 -> value.negative && inexact;
            case 3 -> !value.negative && inexact;
            default -> half >= 0;
        };
        return up ? floor.add(BigInteger.ONE) : floor;
    }

    // ---- arithmetic ----

    private Value invalid() {
        flags |= NV;
        return new Value(false, BigInteger.ZERO, 0, false, false, true, false);
    }

    private Value quiet(Value value) {
        return value.signaling ? invalid() : value;
    }

    private static Value infinity(boolean negative) {
        return new Value(negative, BigInteger.ZERO, 0, false, true, false, false);
    }

    private Value nan(Value... operands) {
        Value result = operands[0];
        for (Value operand : operands) {
            result = operand.nan ? operand : result;
        }
        for (Value operand : operands) {
            if (operand.signaling) {
                return invalid();
            }
        }
        return result;
    }

    private static Value integer(BigInteger value) {
        return Value.finite(value.signum() < 0, value.abs(), 0, false);
    }

    private Value add(Value x, Value y) {
        if (x.nan || y.nan) {
            return nan(x, y);
        }
        if (x.infinite || y.infinite) {
            return x.infinite && y.infinite && x.negative != y.negative ? invalid() : x.infinite ? x : y;
        }
        int exponent = Math.min(x.exponent, y.exponent);
        BigInteger sum = x.signed().shiftLeft(x.exponent - exponent).add(y.signed().shiftLeft(y.exponent - exponent));
        if (sum.signum() == 0) {
            boolean negative = x.negative == y.negative ? x.negative : mode == 2;
            return Value.finite(negative, sum, exponent, false);
        }
        return Value.finite(sum.signum() < 0, sum.abs(), exponent, false);
    }

    private Value multiply(Value x, Value y) {
        if (x.nan || y.nan) {
            return nan(x, y);
        }
        boolean negative = x.negative != y.negative;
        if (x.infinite || y.infinite) {
            return x.zero() || y.zero() ? invalid() : infinity(negative);
        }
        return Value.finite(negative, x.integer.multiply(y.integer), x.exponent + y.exponent, false);
    }

    private Value divide(Value x, Value y) {
        if (x.nan || y.nan) {
            return nan(x, y);
        }
        boolean negative = x.negative != y.negative;
        if (x.infinite && y.infinite || x.zero() && y.zero()) {
            return invalid();
        }
        if (x.infinite) {
            return infinity(negative);
        }
        if (y.infinite) {
            return Value.finite(negative, BigInteger.ZERO, 0, false);
        }
        if (y.zero()) {
            flags |= DZ;
            return infinity(negative);
        }
        BigInteger[] parts = x.integer.shiftLeft(EXTRA).divideAndRemainder(y.integer);
        return Value.finite(negative, parts[0], x.exponent - y.exponent - EXTRA, parts[1].signum() != 0);
    }

    private Value squareRoot(Value x) {
        if (x.nan) {
            return nan(x);
        }
        if (x.zero()) {
            return x;
        }
        if (x.negative) {
            return invalid();
        }
        if (x.infinite) {
            return x;
        }
        int shift = EXTRA + (x.exponent & 1);
        BigInteger[] parts = x.integer.shiftLeft(shift).sqrtAndRemainder();
        return Value.finite(false, parts[0], x.exponent - shift >> 1, parts[1].signum() != 0);
    }

    private Value multiplyAdd(Value x, Value y, Value z) {
        if (x.infinite && y.zero() || x.zero() && y.infinite) {
            return invalid();
        }
        if (x.nan || y.nan || z.nan) {
            return nan(x, y, z);
        }
        return add(multiply(x, y), z);
    }

    // ---- others ----

    private long toInteger(Value value, int width, boolean signed) {
        BigInteger smallest = signed ? BigInteger.ONE.shiftLeft(width - 1).negate() : BigInteger.ZERO;
        BigInteger largest = BigInteger.ONE.shiftLeft(signed ? width - 1 : width).subtract(BigInteger.ONE);
        BigInteger result = value.negative && !value.nan ? smallest : largest;
        if (value.nan || value.infinite) {
            flags |= NV;
        } else {
            BigInteger magnitude = toMultiple(value, 0);
            BigInteger integer = value.negative ? magnitude.negate() : magnitude;
            if (integer.compareTo(smallest) < 0 || integer.compareTo(largest) > 0) {
                flags |= NV;
            } else {
                result = integer;
                boolean exact = value.exponent >= 0 || magnitude.shiftLeft(-value.exponent).equals(value.integer);
                flags |= exact ? 0 : NX;
            }
        }
        return width == 32 ? result.intValue() : result.longValue();
    }

    /** Returns -1, 0 or 1; 2 if the values have no order. */
    private int compare(Value x, Value y, boolean invalid) {
        if (invalid) {
            flags |= NV;
        }
        if (x.nan || y.nan) {
            return 2;
        }
        if (x.infinite || y.infinite) {
            int left = x.infinite ? x.negative ? -1 : 1 : 0;
            int right = y.infinite ? y.negative ? -1 : 1 : 0;
            return Integer.compare(left, right);
        }
        int exponent = Math.min(x.exponent, y.exponent);
        return x.signed().shiftLeft(x.exponent - exponent).compareTo(y.signed().shiftLeft(y.exponent - exponent));
    }

    private long choose(Kind kind, long a, long b, boolean larger) {
        Value x = read(kind, a);
        Value y = read(kind, b);
        int order = compare(x, y, x.signaling || y.signaling);
        Value result;
        if (order == 2) {
            result = x.nan ? y : x;
        } else if (order == 0) {
            result = x.negative != larger ? x : y;
        } else {
            result = order < 0 != larger ? x : y;
        }
        return write(kind, result);
    }
}
