using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace DurableTask.Sqlite;

/// <summary>
/// The one file of a task hub. All writing goes through one writer, so that a write of the application's own tables
/// joins the hub's commits instead of competing with them; reading goes through connections of its own. Opened by the
/// first who needs it.
/// </summary>
public sealed class JournalFile : IDisposable
{
    private const int MostIdleReaders = 8;

    private readonly SqliteTaskHubOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly JournalSchema _schema;
    private readonly Lock _gate = new();
    private readonly Stack<JournalReader> _readers = new();
    private readonly TaskCompletionSource<Exception> _fault = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private JournalLock? _lock;
    private SqliteConnection? _connection;
    private JournalStatements? _statements;
    private JournalWriter? _writer;
    private Action<CommitMoment, long>? _hook;
    private HistoryCodec? _codec;
    private bool _closed;

    /// <summary>Takes the file at a path; nothing is opened yet.</summary>
    /// <param name="path">
    /// Of the file. Its directory is created when missing; two small files that lock it lie beside it.
    /// </param>
    /// <param name="options">Settings of the hub.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">The logger.</param>
    public JournalFile(string path, SqliteTaskHubOptions options, TimeProvider time, ILogger logger)
    {
        (FilePath, _options, _time, _logger) = (Path.GetFullPath(path), options.Check(), time, logger);
        Directory = Path.GetDirectoryName(FilePath)!;
        _schema = new JournalSchema(options);
    }

    /// <summary>Gets the directory that the file lies in, as a full path.</summary>
    public string Directory { get; }

    /// <summary>Gets the full path of the file.</summary>
    public string FilePath { get; }

    /// <summary>
    /// Gets the exception with which a caller would be refused now; null while the file can be written.
    /// </summary>
    public Exception? Refusal => _writer?.Refusal;

    /// <summary>
    /// Gets a task that ends with the fault that has stopped the writer. Nothing acknowledged is lost; the process has
    /// to be started again.
    /// </summary>
    public Task<Exception> Fault => _fault.Task;

    /// <summary>Gets the older copies that were ever put in the place of the open file, oldest first.</summary>
    public IReadOnlyList<FileCopy> Copies { get; private set; } = [];

    internal BusyCounter Busy { get; } = new();

    /// <summary>Gets that of the open file.</summary>
    internal HistoryCodec Codec => _codec ?? throw new InvalidOperationException("The file is not open.");

    /// <summary>Gets whether rows are left that the present key did not encrypt.</summary>
    internal bool NeedsReencryption { get; private set; }

    /// <summary>Gets or sets what is called when the writer has stopped as in a crash.</summary>
    internal Action? Died { get; set; }

    /// <summary>See <see cref="JournalWriter.Hook"/>.</summary>
    internal Action<CommitMoment, long>? Hook
    {
        get => _hook;
        set
        {
            _hook = value;
            if (_writer is { } writer)
                writer.Hook = value;
        }
    }

    /// <summary>Opens the file unless it is open.</summary>
    /// <exception cref="JournalOpenException">
    /// It cannot be used; the message names the directory and the reason.
    /// </exception>
    public void Open() => Writer();

    internal void Enqueue(JournalWrite write) => Writer().Enqueue(write);

    private JournalWriter Writer()
    {
        if (_writer is { } open)
            return open;
        lock (_gate)
        {
            if (_closed)
                throw new JournalStoppedException();
            return _writer ?? OpenFile();
        }
    }

    /// <summary>
    /// Runs a change of the application's own tables on the writer's thread. An exception it throws undoes it alone and
    /// goes to the caller.
    /// </summary>
    /// <exception cref="JournalUnavailableException">The disk refuses.</exception>
    public Task<T> Write<T>(Func<SqliteConnection, T> change)
    {
        var write = new StoreWrite<T>(change);
        Enqueue(write);
        return write.Answer;
    }

    /// <summary>Reads on a connection of its own.</summary>
    public T Read<T>(Func<JournalReader, T> read)
    {
        Open();
        JournalReader? reader;
        lock (_gate)
        {
            if (_closed)
                throw new JournalStoppedException();
            _readers.TryPop(out reader);
        }

        reader ??= new JournalReader(JournalConnection.Open(FilePath), Codec);
        try
        {
            return read(reader);
        }
        finally
        {
            lock (_gate)
            {
                if (!_closed && _readers.Count < MostIdleReaders)
                {
                    _readers.Push(reader);
                    reader = null;
                }
            }

            reader?.Dispose();
        }
    }

    /// <summary>Reads without taking the directory, also beside a process that works on it.</summary>
    /// <exception cref="JournalOpenException">
    /// There is no file, or it is of another version than this program.
    /// </exception>
    public T Inspect<T>(Func<JournalReader, T> read)
    {
        if (!File.Exists(FilePath))
            throw new JournalFileException(
                $"There is no task hub at {FilePath}. Name its place with {_options.PathSetting}."
            );
        try
        {
            LookAt(wholly: false);
            using var connection = JournalConnection.Open(FilePath);
            _schema.Demand(connection, FilePath);
            using var reader = new JournalReader(connection, new HistoryCodec(_options));
            return read(reader);
        }
        catch (SqliteException e) when (FileCheck.IsDamage(e))
        {
            throw Damaged(e.Message, e);
        }
        catch (SqliteException e)
        {
            throw new JournalFileException($"{FilePath} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>
    /// Reads the whole open file and finds what the disk has changed; takes a second per some hundred MB.
    /// </summary>
    /// <param name="cancellationToken">Gives up.</param>
    public FileCheck Check(CancellationToken cancellationToken) =>
        Read(reader => FileCheck.Of(reader.Connection, cancellationToken));

    /// <summary>
    /// Copies the file as of one moment and checks the copy; also beside a process that works on it, which goes on.
    /// </summary>
    /// <param name="path">Of the copy, which must not be there.</param>
    /// <exception cref="JournalOpenException">There is no file, it is damaged, or the copy is.</exception>
    public void CopyTo(string path)
    {
        if (!File.Exists(FilePath))
            throw new JournalFileException(
                $"There is no task hub at {FilePath}. Name its place with {_options.PathSetting}."
            );
        try
        {
            LookAt(wholly: false);
            using (var present = JournalConnection.To(FilePath, SqliteOpenMode.ReadOnly))
            {
                present.Open();
                _schema.Demand(present, FilePath);
            }

            using (var source = JournalConnection.To(FilePath, SqliteOpenMode.ReadOnly))
            using (var copy = JournalConnection.To(path, SqliteOpenMode.ReadWriteCreate))
            {
                source.Open();
                copy.Open();
                source.BackupDatabase(copy);
                using var whole = copy.CreateCommand();
                // A file of its own, without a log beside it.
                whole.CommandText = "PRAGMA journal_mode = DELETE";
                whole.ExecuteNonQuery();
                FileMark.MarkCopy(copy);
            }

            CheckCopy(path);
        }
        catch (SqliteException e) when (FileCheck.IsDamage(e))
        {
            throw Damaged(e.Message, e);
        }
        catch (SqliteException e)
        {
            throw new JournalFileException($"{FilePath} cannot be copied to {path}: {e.Message}", e);
        }
    }

    /// <summary>Checks a file that is to be put in the place of this one.</summary>
    /// <param name="path">Of the file.</param>
    /// <exception cref="JournalOpenException">It is none of this program's, of a newer version, or damaged.</exception>
    public void CheckCopy(string path)
    {
        try
        {
            using var copy = JournalConnection.To(path, SqliteOpenMode.ReadOnly);
            copy.Open();
            _schema.Check(copy, path);
            if (FileCheck.StructureOf(copy, path) is [var first, ..])
                throw new JournalDamagedException($"{path} is damaged: {first}.");
        }
        catch (SqliteException e)
        {
            throw new JournalDamagedException($"{path} is damaged: {e.Message}", e);
        }
    }

    /// <summary>
    /// Puts a copy in the place of the file, which no process may work on. Whoever opens it next finds it among <see
    /// cref="Copies"/>.
    /// </summary>
    /// <param name="path">Of the copy, in the directory of the file; it is moved.</param>
    /// <param name="aside">The directory into which the present file is moved, where there is one.</param>
    /// <exception cref="JournalOpenException">Another process works on the file.</exception>
    public void ReplaceBy(string path, string aside)
    {
        JournalDirectory.Create(Directory, _options, _logger);
        using var held = JournalLock.Take(FilePath, _options.PathSetting, _time);
        // First: whatever stops this on the way, no file is taken for one that knows everything.
        FileMark.Invalidate(FilePath);
        foreach (var old in (string[])[FilePath, $"{FilePath}-wal", $"{FilePath}-shm"])
        {
            if (!File.Exists(old))
                continue;
            System.IO.Directory.CreateDirectory(aside);
            File.Move(old, Path.Combine(aside, Path.GetFileName(old)));
        }

        File.Move(path, FilePath);
    }

    /// <summary>Writes what is queued and closes the file.</summary>
    public void Dispose() => Close(writer => writer.Stop());

    /// <summary>Closes it as a killed process would: what is not on disk is lost.</summary>
    internal void Kill() => Close(writer => writer.Kill());

    private void Close(Action<JournalWriter> end)
    {
        JournalWriter? writer;
        lock (_gate)
        {
            if (_closed)
                return;
            _closed = true;
            writer = _writer;
        }

        if (writer is null)
            return;
        end(writer);
        lock (_gate)
        {
            while (_readers.TryPop(out var reader))
                reader.Dispose();
        }

        _statements?.Dispose();
        _connection?.Dispose();
        _lock?.Dispose();
    }

    private JournalWriter OpenFile()
    {
        try
        {
            JournalDirectory.Create(Directory, _options, _logger);
            _lock = JournalLock.Take(FilePath, _options.PathSetting, _time);
            // An empty file is one that a start was killed over, or what is left of a whole one.
            if (FileMark.Read(FilePath) is not null && !(File.Exists(FilePath) && new FileInfo(FilePath).Length > 0))
            {
                throw Damaged(
                    $"it is {(File.Exists(FilePath) ? "empty" : "gone")}, and it was here before; to begin anew on "
                        + $"purpose, remove {FileMark.PathOf(FilePath)} too",
                    null
                );
            }

            if (File.Exists(FilePath))
                LookAt(wholly: true);
            _connection = JournalConnection.Open(FilePath);
            _schema.Upgrade(_connection, FilePath);
            if (FileMark.Count(_connection, FilePath, _time.GetUtcNow()) is { } copy)
            {
                Log.OlderCopy(_logger, FilePath, copy.LastAt);
            }

            Copies = FileMark.Copies(_connection);
            // 32 MB: of a large file the pages that every start touches, where ids are looked up. Readers do with
            // SQLite's 2 MB.
            using (var cache = _connection.CreateCommand())
            {
                cache.CommandText = "PRAGMA cache_size = -32000";
                cache.ExecuteNonQuery();
            }

            _codec = new HistoryCodec(_options);
            NeedsReencryption = HistoryKeys.Register(
                _connection,
                _codec,
                FilePath,
                _options.HistoryKeySetting,
                _logger
            );
            _statements = new JournalStatements(_connection, _codec);
            _writer = new JournalWriter(_statements, _time, Busy, _logger) { Hook = _hook, Died = Stopped };
            _writer.Start();
            Log.JournalOpened(_logger, FilePath);
            return _writer;
        }
        catch (Exception e)
        {
            _statements?.Dispose();
            _connection?.Dispose();
            _lock?.Dispose();
            (_connection, _lock) = (null, null);
            if (FileCheck.IsDamage(e))
                throw Damaged(e.Message, e);
            if (e is SqliteException or IOException or UnauthorizedAccessException)
                throw new JournalFileException($"{FilePath} cannot be used: {e.Message}", e);
            throw;
        }
    }

    private void Stopped(Exception? fault)
    {
        Died?.Invoke();
        if (fault is not null)
            _fault.TrySetResult(fault);
    }

    // Before anything is set on a connection: the mode of the write-ahead log is kept in the file, and a file that is
    // not ours, or that is damaged, stays as it is.
    private void LookAt(bool wholly)
    {
        if (WriteAheadLog.Damage($"{FilePath}-wal") is { } log)
            throw Damaged($"{log} in {FilePath}-wal", null);
        using var connection = JournalConnection.To(FilePath, SqliteOpenMode.ReadOnly);
        connection.Open();
        _schema.Check(connection, FilePath);
        if (wholly && FileCheck.StructureOf(connection, FilePath) is [var first, ..])
            throw Damaged(first, null);
    }

    private JournalDamagedException Damaged(string what, Exception? inner) =>
        new($"{FilePath} is damaged: {what}. Nothing was changed. {_options.DamageAdvice}", inner);
}
