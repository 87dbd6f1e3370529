using System.Text;
using OnboardingServer.Tests.Storage;

namespace OnboardingServer.Tests.Damage;

/// <summary>A copy of a data directory in which something is damaged.</summary>
internal sealed class DamagedDirectory : IDisposable
{
    public DamagedDirectory(string source)
    {
        foreach (var path in Directory.GetFiles(source, "*", SearchOption.AllDirectories))
        {
            // The lock belongs to the process that runs there.
            if (Path.GetExtension(path) == ".lock")
                continue;
            var copy = Path.Combine(FullPath, Path.GetRelativePath(source, path));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            using var from = new FileStream(
                path,
                FileMode.Open,
                FileAccess.Read,
                FileShare.ReadWrite | FileShare.Delete
            );
            using var to = File.Create(copy);
            from.CopyTo(to);
        }
    }

    public string FullPath { get; } = TestFolder.New("damaged-");

    public string Database => PathOf("onboarding.db");

    public string PathOf(string file) => Path.Combine(FullPath, file);

    public void Dispose() => Directory.Delete(FullPath, recursive: true);

    /// <summary>Changes one bit of one byte.</summary>
    public void Flip(string file, long at, int bit = 0)
    {
        using var stream = new FileStream(PathOf(file), FileMode.Open, FileAccess.ReadWrite);
        stream.Position = at;
        var value = stream.ReadByte();
        stream.Position = at;
        stream.WriteByte((byte)(value ^ (1 << bit)));
    }

    /// <summary>Changes one bit in every place where a text stands.</summary>
    /// <returns>How many places.</returns>
    public int FlipIn(string file, string text, int offset, int bit = 0)
    {
        var places = Find(file, text);
        foreach (var place in places)
            Flip(file, place + offset, bit);
        return places.Count;
    }

    public void Cut(string file, long length)
    {
        using var stream = new FileStream(PathOf(file), FileMode.Open, FileAccess.ReadWrite);
        stream.SetLength(length);
    }

    public long Length(string file) => new FileInfo(PathOf(file)).Length;

    public IReadOnlyList<int> Find(string file, string text)
    {
        var bytes = File.ReadAllBytes(PathOf(file));
        var sought = Encoding.UTF8.GetBytes(text);
        var places = new List<int>();
        for (var from = 0; bytes.AsSpan(from).IndexOf(sought) is >= 0 and var found; from += found + 1)
            places.Add(from + found);
        return places;
    }
}
