using PartnerCenter.Simulator;

var arguments = SimulatorArguments.Parse(args);
if (arguments.Error is not null)
{
    Console.Error.WriteLine(arguments.Error);
    return 2;
}

try
{
    await using var host = await SimulatorHost.StartAsync(arguments.Options, arguments.Urls);
    Console.WriteLine($"Partner Center simulator on {host.Address} (control surface at {host.Address}control)");
    await host.WaitForShutdownAsync();
    return 0;
}
catch (Exception failure) when (failure is IOException or InvalidDataException or ArgumentException or FormatException)
{
    Console.Error.WriteLine(failure.Message);
    return 1;
}
