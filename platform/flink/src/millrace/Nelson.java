package millrace;

/** lib/spc/nelson.ts in Java, asked only whether the last point completes one of the patterns. */
final class Nelson {
    private static final double SLACK = 1e-9;
    private static final int[] SPAN = {0, 1, 9, 6, 14, 3, 5, 15, 8};

    private Nelson() {}

    static boolean completes(double[] points, double centre, double sigma, int[] patterns) {
        double[] z = new double[points.length];
        for (int i = 0; i < points.length; i++) z[i] = (points[i] - centre) / sigma;
        for (int pattern : patterns) {
            // Two of two are two of three already, and four of four are four of five.
            int from = Math.max(z.length - SPAN[pattern], pattern == 5 || pattern == 6 ? 0 : -1);
            if (from >= 0 && isPattern(pattern, z, from)) return true;
        }
        return false;
    }

    private static boolean isPattern(int pattern, double[] z, int from) {
        switch (pattern) {
            case 1:
                return some(z, from, 1, 3);
            case 2:
                return some(z, from, 9, 0);
            case 3:
                return steadily(z, from, 1) || steadily(z, from, -1);
            case 4:
                return alternates(z, from);
            case 5:
                return some(z, from, 2, 2);
            case 6:
                return some(z, from, 4, 1);
            case 7:
                for (int i = from; i < z.length; i++) if (Math.abs(z[i]) > 1 + SLACK) return false;
                return true;
            default:
                for (int i = from; i < z.length; i++) if (Math.abs(z[i]) <= 1 + SLACK) return false;
                return true;
        }
    }

    private static boolean some(double[] z, int from, int needed, double line) {
        for (int side = -1; side <= 1; side += 2) {
            int beyond = 0;
            for (int i = from; i < z.length; i++) if (side * z[i] > line + SLACK) beyond++;
            if (side * z[z.length - 1] > line + SLACK && beyond >= needed) return true;
        }
        return false;
    }

    private static int step(double[] z, int i) {
        double rise = z[i] - z[i - 1];
        return Math.abs(rise) <= SLACK ? 0 : (int) Math.signum(rise);
    }

    private static boolean steadily(double[] z, int from, int side) {
        for (int i = from + 1; i < z.length; i++) if (step(z, i) != side) return false;
        return true;
    }

    private static boolean alternates(double[] z, int from) {
        for (int i = from + 1; i < z.length; i++) {
            if (step(z, i) == 0 || (i > from + 1 && step(z, i) != -step(z, i - 1))) return false;
        }
        return true;
    }
}
