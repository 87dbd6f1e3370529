using System.Runtime.CompilerServices;

namespace PartnerCenter.Wire;

/// <summary>One chapter of the vendor's reference. A method finds its own route by its name.</summary>
public abstract class ApiGroup
{
    private readonly PartnerCenterHttp _http;

    private protected ApiGroup(PartnerCenterHttp http) => _http = http;

    private protected PartnerProfile Partner => _http.Partner;

    private protected Call Call(CallIds? ids = null, [CallerMemberName] string member = "") =>
        new(_http, Operation.Of(GetType(), member), ids ?? CallIds.New());
}
