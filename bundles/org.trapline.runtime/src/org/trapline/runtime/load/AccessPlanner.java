// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime.load;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import org.eclipse.emf.ecore.EObject;
import org.trapline.runtime.plan.AccessPattern;
import org.trapline.runtime.plan.AccessPattern.Author;
import org.trapline.runtime.plan.AccessPattern.Condition;
import org.trapline.runtime.plan.ConditionPlan;
import org.trapline.topology.AllOf;
import org.trapline.topology.AnyOf;
import org.trapline.topology.Comparison;
import org.trapline.topology.EventPattern;
import org.trapline.topology.Not;
import org.trapline.topology.Operator;
import org.trapline.topology.Quantity;
import org.trapline.topology.Text;
import org.trapline.topology.Value;
import org.trapline.topology.Word;

/** Plans what scenarios expect of accesses to memory: {@code write where by == guest and target in vmm.memory}. */
final class AccessPlanner {
    private static final String WRITE = "write";
    private static final String READ = "read";
    private static final String EXECUTE = "execute";
    private static final String MEMORY = ".memory";
    private static final String VMM = "vmm";

    private final BiConsumer<EObject, String> refuse;
    private final Predicate<String> isGuest;
    private final BooleanSupplier hasVmm;
    /** Whether the pattern that is planned is about reads. */
    private boolean reads;

    /**
     * @param refuse  takes what cannot be planned, and why
     * @param isGuest knows the names of guests, and what several have in common
     * @param hasVmm  tells whether there is a VMM
     */
    AccessPlanner(BiConsumer<EObject, String> refuse, Predicate<String> isGuest, BooleanSupplier hasVmm) {
        this.refuse = refuse;
        this.isGuest = isGuest;
        this.hasVmm = hasVmm;
    }

    /** Tells whether a pattern is about memory, not about events of the trace. */
    static boolean isAccess(EventPattern pattern) {
        return List.of(WRITE, READ, EXECUTE).contains(String.valueOf(pattern.getEvent()));
    }

    /** Returns null if it cannot be planned. */
    AccessPattern plan(EventPattern pattern, String guest) {
        if (EXECUTE.equals(pattern.getEvent())) {
            refuse.accept(pattern, "expect: accesses to memory of the kind 'execute' are not checked yet; a scenario checks each read and write");
            return null;
        }
        reads = READ.equals(pattern.getEvent());
        Condition condition = pattern.getCondition() == null ? null : condition(pattern.getCondition());
        return pattern.getCondition() != null && condition == null ? null : new AccessPattern(reads, guest, condition);
    }

    private Condition condition(org.trapline.topology.Condition condition) {
        return switch (condition) {
            case AnyOf any -> terms(any.getTerms()) == null ? null : new Condition.Either(terms(any.getTerms()));
            case AllOf all -> terms(all.getTerms()) == null ? null : new Condition.Every(terms(all.getTerms()));
            case Not not -> {
                Condition term = condition(not.getTerm());
                yield term == null ? null : new Condition.Otherwise(term);
            }
            case Comparison comparison when comparison.getLeft() instanceof Word field -> comparison(comparison, field.getName());
            default -> refused(condition, "of a write, fields are compared: never(write where by == guest and target in vmm.memory)");
        };
    }

    private List<Condition> terms(List<org.trapline.topology.Condition> terms) {
        List<Condition> plans = terms.stream().map(this::condition).toList();
        return plans.contains(null) ? null : plans;
    }

    private Condition refused(EObject what, String why) {
        refuse.accept(what, "expect: " + why);
        return null;
    }

    private Condition comparison(Comparison comparison, String field) {
        Condition found = switch (field) {
            case "by" -> by(comparison);
            case "target" -> target(comparison);
            case "host" -> new Condition.OnHost(word(comparison.getRight())::equals);
            case "vm" -> new Condition.ByGuest(word(comparison.getRight()));
            case "seq" -> refused(comparison, "a write has no number in the trace");
            default -> number(comparison, field);
        };
        if (found == null || found instanceof Condition.Compares) {
            return found;
        }
        return switch (comparison.getOperator()) {
            case EQUAL, IN -> found;
            case NOT_EQUAL -> new Condition.Otherwise(found);
            default -> refused(comparison, field + " is compared by ==, != or in");
        };
    }

    private static String word(Value value) {
        return value instanceof Word word ? word.getName() : value instanceof Text text ? text.getValue() : "";
    }

    private Condition by(Comparison comparison) {
        String who = word(comparison.getRight());
        for (Author author : Author.values()) {
            if (author.name().toLowerCase(Locale.ROOT).equals(who) && reads && author != Author.GUEST) {
                return refused(comparison, "what is read by '" + who + "' is not seen, only what guests' instructions read");
            }
            if (author.name().toLowerCase(Locale.ROOT).equals(who)) {
                return new Condition.By(author);
            }
        }
        return isGuest.test(who) ? new Condition.ByGuest(who)
            : refused(comparison, "'" + who + "' writes nothing; expected " + names(Author.values()) + ", or the name of a guest");
    }

    private Condition target(Comparison comparison) {
        String where = word(comparison.getRight());
        String owner = where.endsWith(MEMORY) ? where.substring(0, where.length() - MEMORY.length()) : "";
        if (owner.equals(VMM)) {
            return hasVmm.getAsBoolean() ? new Condition.ToVmm() : refused(comparison, "no host here has a VMM whose memory vmm.memory could be");
        }
        return isGuest.test(owner) ? new Condition.ToGuest(owner)
            : refused(comparison, "'" + where + "' is no memory that can be a target; expected vmm.memory, or a guest's: NAME.memory");
    }

    private Condition number(Comparison comparison, String field) {
        Long number = number(comparison.getRight());
        ConditionPlan.Operator operator = ConditionPlan.Operator.valueOf(comparison.getOperator() == Operator.IN ? "EQUAL" : comparison.getOperator().name());
        if (number == null || operator == ConditionPlan.Operator.CONTAINS) {
            return refused(comparison, field + " is compared with a number, such as 8 or \"0x80200000\"");
        }
        return new Condition.Compares(AccessPattern.Number.valueOf(field.toUpperCase(Locale.ROOT)), operator, number);
    }

    private static Long number(Value value) {
        try {
            return value instanceof Quantity quantity && quantity.getUnit() == null ? quantity.getNumber().longValueExact()
                : value instanceof Text text ? Long.decode(text.getValue()) : null;
        } catch (ArithmeticException | NumberFormatException e) {
            // Whoever asked says what was expected.
            return null;
        }
    }

    private static String names(Author[] authors) {
        return Arrays.stream(authors).map(author -> author.name().toLowerCase(Locale.ROOT)).collect(Collectors.joining(", "));
    }
}
