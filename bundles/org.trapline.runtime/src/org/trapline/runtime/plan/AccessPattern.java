// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime.plan;

import java.util.List;
import java.util.function.Predicate;

/**
 * Accesses to memory of some kind.
 *
 * @param reads     whether they are reads, which guests' instructions make; otherwise they are stores
 * @param guest     whose; null for anybody's
 * @param condition which of these; null for all
 */
public record AccessPattern(boolean reads, String guest, Condition condition) {

    /** Whose instruction or work it was. */
    public enum Author {
        /** A program's, in a virtual machine or on a machine of its own; carried out by a hart or, for it, by a VMM. */
        GUEST,
        /** Host software's: a VMM, an operating system, firmware. */
        VMM,
        /** A device's, by itself. */
        DEVICE
    }

    /** A number of an access. */
    public enum Number {
        ADDRESS, SIZE, VALUE, INSTRET, CYCLE, HART, VCPU, PC
    }

    /** What an access must be like. */
    public sealed interface Condition {
        /** All hold. */
        record Every(List<Condition> terms) implements Condition {
        }

        /** At least one holds. */
        record Either(List<Condition> terms) implements Condition {
        }

        /** It does not hold. */
        record Otherwise(Condition term) implements Condition {
        }

        /** Somebody of a kind did it. */
        record By(Author author) implements Condition {
        }

        /** A guest of that name did it, or one of several of that name. */
        record ByGuest(String name) implements Condition {
        }

        /** It went to the memory of a VMM: what it keeps for itself, its tables, translated code. */
        record ToVmm() implements Condition {
        }

        /** It went to a guest's memory. */
        record ToGuest(String name) implements Condition {
        }

        /** It happened on a host, if that has such a name. */
        record OnHost(Predicate<String> name) implements Condition {
        }

        /** A number compares so with another. */
        record Compares(Number field, ConditionPlan.Operator operator, long number) implements Condition {
        }
    }

    /** Tells whether a name is meant that may stand for each of several guests. */
    public static boolean isMeant(String meant, String guest) {
        return guest.equals(meant) || guest.startsWith(meant + "[");
    }

    /** Tells whether accesses to guests' own memory are of interest; otherwise only those to VMMs' memory are. */
    public boolean concernsGuests() {
        return condition == null || !needsVmm(condition);
    }

    private static boolean needsVmm(Condition condition) {
        return switch (condition) {
            case Condition.Every every -> every.terms().stream().anyMatch(AccessPattern::needsVmm);
            case Condition.Either either -> either.terms().stream().allMatch(AccessPattern::needsVmm);
            case Condition.ToVmm _ -> true;
            default -> false;
        };
    }
}
