using LaionGrid.Worker;

return await WorkerCommand.RunAsync(args);
