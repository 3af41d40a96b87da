-- A run that the app asked for by itself after a delay.
ALTER TYPE "RunTrigger" ADD VALUE 'retry';
