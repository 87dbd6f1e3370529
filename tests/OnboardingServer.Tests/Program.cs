using OnboardingServer.Tests.Journal.Crashes;

// The tests run in their own host. Started by itself, this program is the child that they kill.
return await Victim.Run(args);
