package com.example.shop;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** What customer NUMBER is about to buy. */
public final class Basket {
    private final List<Line> lines = new ArrayList<>();

    /** A good and how many of it. */
    public record Line(String good, int count, BigDecimal price) {
        public Line {
            Objects.requireNonNull(good);
            if (count < 1) {
                throw new IllegalArgumentException("a line of " + count);
            }
        }

        BigDecimal total() {
            return price.multiply(BigDecimal.valueOf(count));
        }
    }

    public void add(Line line) {
        lines.add(line);
    }

    public BigDecimal total() {
        return lines.stream().map(Line::total).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    public Map<String, Integer> counts() {
        return lines.stream().collect(Collectors.groupingBy(Line::good, Collectors.summingInt(Line::count)));
    }

    public boolean isEmpty() {
        return lines.isEmpty();
    }
}
