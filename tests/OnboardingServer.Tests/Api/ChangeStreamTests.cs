using System.IO.Pipelines;
using Microsoft.Extensions.Time.Testing;
using OnboardingServer.Changes;

namespace OnboardingServer.Tests.Api;

/// <summary>The stream of changes on a clock of its own.</summary>
public sealed class ChangeStreamTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly ChangeSignal _signal = new();
    private readonly Pipe _pipe = new();

    [Fact]
    public async Task What_changes_within_the_pause_is_told_together_and_each_path_once()
    {
        using var reader = _signal.TryRead(1)!;
        using var end = new CancellationTokenSource();
        var writing = new ChangeStream(reader, _clock, default).WriteTo(_pipe.Writer.AsStream(), end.Token);
        using var lines = new StreamReader(_pipe.Reader.AsStream());
        await Next(lines);

        _signal.Tell("onboardings/ob-1");
        _signal.Tell("approvals");
        _signal.Tell("onboardings/ob-1");

        var begun = _clock.GetUtcNow();
        Assert.Equal("event: change", await Next(lines));
        Assert.Equal("""data: {"changed":["approvals","onboardings/ob-1"]}""", await Next(lines));
        Assert.True(_clock.GetUtcNow() - begun >= ChangeStream.Pause);
        await end.CancelAsync();
        // Cancelled, or ended after ten minutes where the clock has run on that far.
        await Task.WhenAny(writing);
    }

    [Fact]
    public async Task Something_is_written_though_nothing_changes_and_after_ten_minutes_it_ends()
    {
        using var reader = _signal.TryRead(1)!;
        var writing = new ChangeStream(reader, _clock, default).WriteTo(_pipe.Writer.AsStream(), default);
        using var lines = new StreamReader(_pipe.Reader.AsStream());
        await Next(lines);
        var begun = _clock.GetUtcNow();

        Assert.Equal(":", await Next(lines));

        Assert.True(_clock.GetUtcNow() - begun >= ChangeStream.Heartbeat);
        while (!writing.IsCompleted)
            Assert.Equal(":", await Next(lines, writing) ?? ":");
        await writing;
        Assert.True(_clock.GetUtcNow() - begun >= ChangeStream.Longest);
    }

    [Fact]
    public async Task A_reader_that_is_slow_is_told_only_which_lists_have_changed()
    {
        using var reader = _signal.TryRead(1)!;
        for (var n = 0; n <= ChangeReader.MostPaths; n++)
            _signal.Tell($"onboardings/ob-{n}");
        _signal.Tell("batches/ba-1");
        _signal.Tell("onboardings/ob-0");

        await reader.Any;

        Assert.Equal(["batches/ba-1", "onboardings"], reader.Take());
        Assert.False(reader.Any.IsCompleted);
        Assert.Null(_signal.TryRead(1));
    }

    // Lets the time pass until there is a line that is not empty, or nothing more to wait for.
    private async Task<string?> Next(StreamReader lines, Task? end = null)
    {
        while (true)
        {
            var line = lines.ReadLineAsync();
            while (!line.IsCompleted && end is not { IsCompleted: true })
            {
                _clock.Advance(TimeSpan.FromMilliseconds(50));
                await Task.Yield();
            }

            if (!line.IsCompleted)
                return null;
            if (await line is not "")
                return await line;
        }
    }
}
