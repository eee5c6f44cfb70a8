package millrace;

/** A rule and where it stands at one signal. Plain fields: Flink keeps them as state, so what is renamed here is lost at an upgrade. */
public class Machine {
    public String ruleId;
    public int version;
    public String name;
    public int priority;
    public String kind;
    public double onDelaySeconds;
    public double offDelaySeconds;
    public String direction;
    public Double limitValue;
    public double deadband;
    public double perMinute;
    public double overSeconds;
    public int points;
    public double sigmas;
    public double leastSigma;
    public double afterSeconds;
    public double centre;
    public double sigma;
    public int[] patterns = {};

    /** Of the newest reading, epoch milliseconds of the sensor's clock; what is not after it is late and is not judged. */
    public Long lastT;
    public Double lastV;
    public long lagMs;
    public double[] memory = {};
    public boolean on;
    public long since;
    public Double sinceV;
    public Long raisedAt;
    /** When the clock is to look, in the time of receipt. */
    public Long timerAt;

    public Machine() {}
}
