using System.Diagnostics;

namespace Benchmarks;

/// <summary>Times of one thing done again and again.</summary>
internal sealed class Samples
{
    private readonly List<double> _values = [];

    public int Count => _values.Count;

    public double Median => Percentile(0.5);

    public double Percentile(double part) =>
        _values.Order().ElementAt(Math.Min(_values.Count - 1, (int)(part * _values.Count)));

    public void Add(double value) => _values.Add(value);

    /// <summary>Does it and adds its milliseconds.</summary>
    public void Time(Action action)
    {
        var start = Stopwatch.GetTimestamp();
        action();
        Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
    }

    /// <summary>Does it and adds its milliseconds.</summary>
    public async Task Time(Func<Task> action)
    {
        var start = Stopwatch.GetTimestamp();
        await action();
        Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
    }
}
