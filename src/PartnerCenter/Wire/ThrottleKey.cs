namespace PartnerCenter.Wire;

/// <summary>The key of a limit: the customer when the route names one, else the resource (C §3.8).</summary>
internal readonly record struct ThrottleKey
{
    private ThrottleKey(string resource, CustomerId? customer) => (Resource, Customer) = (resource, customer);

    public string Resource { get; }

    public CustomerId? Customer { get; }

    public static ThrottleKey Of(Call call) =>
        call.Customer is { } customer ? Of(customer) : Of(call.Operation.Resource);

    public static ThrottleKey Of(CustomerId customer) => new("customers", customer);

    public static ThrottleKey Of(string resource) => new(resource, null);
}
