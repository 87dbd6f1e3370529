using OnboardingServer.Commands;

return await CommandLine.Run(args);
