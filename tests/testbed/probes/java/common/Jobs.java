package probe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Phaser;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/** Jobs come in as lines of JSON, four of them run at a time, and each is answered by one line as soon as it is done. */
final class Jobs {
    static final ObjectMapper JSON = new ObjectMapper();
    private static final int AT_ONCE = 4;
    private static final long DEADLINE_MS = 38_000;

    /** What a probe does with a job; it fills the answer, also when it throws later on. */
    interface Work {
        void run(JsonNode job, Answer answer) throws Exception;
    }

    /** What is known of a job so far; `doing` tells where it hangs when its time is up. */
    static final class Answer {
        final ObjectNode fields = JSON.createObjectNode();
        final long end = System.currentTimeMillis() + DEADLINE_MS;
        volatile String doing = "starting";
        volatile int produced;
        volatile int consumed;

        long left() {
            return Math.max(1, end - System.currentTimeMillis());
        }

        void at(String what) throws InterruptedException {
            doing = what;
            if (Thread.interrupted() || System.currentTimeMillis() > end) {
                throw new InterruptedException("time is up");
            }
        }
    }

    private final Work work;
    private final PrintStream out = System.out;
    private final Semaphore slots = new Semaphore(AT_ONCE);

    private Jobs(Work work) {
        this.work = work;
    }

    static void serve(Work work) throws Exception {
        Capture.install();
        Jobs jobs = new Jobs(work);
        // what a library prints must not get between the answers
        System.setOut(System.err);
        Phaser open = new Phaser(1);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line; (line = in.readLine()) != null; ) {
            if (!line.isBlank()) {
                JsonNode job = JSON.readTree(line);
                jobs.slots.acquire();
                open.register();
                jobs.start(job, open);
            }
        }
        open.arriveAndAwaitAdvance();
        System.exit(0);
    }

    /** The job has a thread of its own, and a second one watches its time: a hanging client must not hold the answer. */
    private void start(JsonNode job, Phaser open) {
        Answer answer = new Answer();
        String name = job.path("id").asText() + "#" + System.nanoTime();
        AtomicBoolean told = new AtomicBoolean();
        Thread worker = new Thread(() -> {
            Capture.attribute(name);
            String error = null;
            try {
                work.run(job, answer);
            } catch (Throwable t) {
                error = answer.doing + ": " + describe(t);
            }
            tell(job, answer, name, error, told);
        }, "job-" + name);
        worker.setDaemon(true);
        worker.start();
        Thread watch = new Thread(() -> {
            try {
                worker.join(DEADLINE_MS);
                if (worker.isAlive()) {
                    tell(job, answer, name, "no end after " + DEADLINE_MS / 1000 + " s while " + answer.doing, told);
                    worker.interrupt();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                slots.release();
                open.arriveAndDeregister();
            }
        });
        watch.setDaemon(true);
        watch.start();
    }

    private void tell(JsonNode job, Answer answer, String name, String error, AtomicBoolean told) {
        if (told.getAndSet(true)) {
            return;
        }
        ObjectNode line = JSON.createObjectNode();
        line.set("id", job.path("id"));
        line.put("ok", error == null);
        line.put("produced", answer.produced);
        line.put("consumed", answer.consumed);
        ArrayNode warnings = line.putArray("warnings");
        Capture.linesOf(name).forEach(warnings::add);
        line.put("error", error);
        line.setAll(answer.fields);
        synchronized (out) {
            out.println(line);
            out.flush();
        }
    }

    private static String describe(Throwable thrown) {
        StringBuilder text = new StringBuilder();
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            text.append(text.isEmpty() ? "" : " <- ").append(t.getClass().getSimpleName()).append(": ").append(t.getMessage());
        }
        return text.toString();
    }
}
