using Benchmarks;

return await Sections.Run(args, Console.Out);
