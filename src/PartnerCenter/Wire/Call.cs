using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PartnerCenter.Wire;

/// <summary>One call being put together: path, query, headers, body; sent once by one of the Read methods.</summary>
internal sealed class Call(PartnerCenterHttp http, Operation operation, CallIds ids)
{
    private readonly Dictionary<string, string> _path = [];
    private readonly List<KeyValuePair<string, string>> _query = [];
    private readonly HashSet<int> _accepted = [];
    private string _template = operation.Template;

    public Operation Operation => operation;

    public CallIds Ids => ids;

    public CustomerId? Customer { get; private set; }

    public TokenKind Token { get; private set; } = operation.Token;

    public Dictionary<string, string> Headers { get; } = [];

    public byte[]? Body { get; private set; }

    /// <summary>Made anew for each attempt.</summary>
    public Func<HttpContent>? Content { get; private set; }

    public Call For(CustomerId customer)
    {
        Customer = customer;
        return At("customerId", customer.ToString());
    }

    public Call At(string parameter, string value)
    {
        _path[parameter] = value;
        return this;
    }

    /// <summary>Takes another path than the route says, where that is not certain.</summary>
    public Call Over(string template)
    {
        _template = template;
        return this;
    }

    public Call Query(string name, string? value)
    {
        if (value is not null)
            _query.Add(new(name, value));
        return this;
    }

    public Call Header(string name, string? value)
    {
        if (value is not null)
            Headers[name] = value;
        return this;
    }

    /// <summary>Needs a stronger token than the route in general does.</summary>
    public Call As(TokenKind token)
    {
        Token = token;
        return this;
    }

    /// <summary>A status that is an answer here, not a failure.</summary>
    public Call Accept(int status)
    {
        _accepted.Add(status);
        return this;
    }

    public bool IsAccepted(int status) => status is >= 200 and < 300 || _accepted.Contains(status);

    public Call Json<T>(T body, JsonSerializerOptions? options = null)
    {
        Body = JsonSerializer.SerializeToUtf8Bytes(body, options ?? PartnerCenterJson.Options);
        return this;
    }

    /// <summary>A body that is JSON already.</summary>
    public Call Json(byte[] body)
    {
        Body = body;
        return this;
    }

    public Call Form(Func<HttpContent> content)
    {
        Content = content;
        return this;
    }

    public string PathAndQuery()
    {
        var path = new StringBuilder();
        foreach (var segment in _template.Split('/', StringSplitOptions.RemoveEmptyEntries))
            path.Append('/').Append(segment is ['{', .., '}'] ? Uri.EscapeDataString(_path[segment[1..^1]]) : segment);
        foreach (var (index, (name, value)) in _query.Index())
            path.Append(index == 0 ? '?' : '&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
        return path.ToString();
    }

    public Task<Answer> Send(CancellationToken cancellation) => http.Send(this, cancellation);

    public async Task<T> Read<T>(CancellationToken cancellation) =>
        Parse(await Send(cancellation), body => JsonSerializer.Deserialize<T>(body, PartnerCenterJson.Options));

    public async Task<JsonObject> ReadObject(CancellationToken cancellation) => AsObject(await Send(cancellation));

    /// <summary>A collection in its envelope or as a bare array. Source: C §3.4.</summary>
    public async Task<IReadOnlyList<T>> ReadList<T>(CancellationToken cancellation) =>
        (await ReadPage<T>(cancellation)).Items;

    public async Task<Page<T>> ReadPage<T>(CancellationToken cancellation)
    {
        var answer = await Send(cancellation);
        return Parse(answer, body => Page<T>.Read(body, answer));
    }

    public JsonObject AsObject(Answer answer) =>
        Parse(answer, body => JsonSerializer.Deserialize<JsonObject>(body, PartnerCenterJson.Options));

    public T Parse<T>(Answer answer, Func<byte[], T?> read)
    {
        try
        {
            return read(answer.Body) ?? throw new JsonException("an empty answer");
        }
        catch (Exception exception)
            when (exception
                    is JsonException
                        or FormatException
                        or InvalidOperationException
                        or NotSupportedException
                        or ArgumentException
            )
        {
            throw http.Unreadable(this, answer, exception);
        }
    }
}
