// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.engine;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.trapline.machine.hart.Engine;
import org.trapline.machine.hart.Hart;
import org.trapline.machine.jit.RegionCompiler;

/** Makes the engines of a machine's harts. Whichever they are, a run is the same run. */
public interface Engines {
    /** Executions of a block before there is a superinstruction for it if what is hot is compiled: HotSpot's time is for that. */
    int PATIENCE = 100_000;

    /** Only interpret. */
    Engines INTERPRETER = Interpreter::new;

    /** Only interpret, with superinstructions for everything as soon as it is known where it leads: to find out whether they do what single steps do. */
    Engines IMPATIENT = hart -> new Interpreter(hart, null, 2);

    /** Makes the engine of a hart. */
    Engine create(Hart hart);

    /** Returns what machines have unless they are told otherwise. */
    static Engines byDefault() {
        return INTERPRETER;
    }

    /** Compile what takes the time, on a thread of its own. */
    static Engines jit() {
        Executor background = background();
        return hart -> new Interpreter(hart, new JitOptions(2_000, 24, 4_800, 2_000, 4, true, background, Compiler::get), PATIENCE);
    }

    /** Compile at once whatever is executed twice: to find out whether compiled code does what it should. */
    static Engines eager() {
        return hart -> new Interpreter(hart, new JitOptions(8, 2, 3_200, 500, 16, false, Runnable::run, Compiler::get), Interpreter.PATIENCE);
    }

    /** Compile at once each block by itself: to find out whether its code does what it should, whatever code it stands in. */
    static Engines blocks() {
        return hart -> new Interpreter(hart, new JitOptions(8, 2, 1, 500, 16, false, Runnable::run, Compiler::get), Interpreter.PATIENCE);
    }

    private static Executor background() {
        ThreadPoolExecutor executor = new ThreadPoolExecutor(1, 1, 2, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
            Thread thread = new Thread(task, "trapline-jit");
            thread.setDaemon(true);
            return thread;
        });
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    /** Keeps the compiler, which is made when it is first needed; it is the same for all. */
    final class Compiler {
        private static final RegionCompiler INSTANCE = new RegionCompiler();

        private Compiler() {
        }

        static RegionCompiler get() {
            return INSTANCE;
        }
    }
}
