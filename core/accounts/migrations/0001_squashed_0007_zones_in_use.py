import core.accounts.models
import core.clock
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.text
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.conf import settings
from django.db import migrations, models

from core.migrating import InOneGo


class Migration(InOneGo):

    replaces = [('accounts', '0001_initial'), ('accounts', '0003_history_says_what_changed'), ('accounts', '0004_second_factor_and_links'), ('accounts', '0005_erasure'), ('accounts', '0006_find_by_name'), ('accounts', '0007_zones_in_use')]

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('email', models.EmailField(max_length=254, unique=True, verbose_name='e-mail address')),
                ('first_name', models.CharField(blank=True, max_length=100, verbose_name='first name')),
                ('last_name', models.CharField(blank=True, max_length=100, verbose_name='last name')),
                ('time_zone', models.CharField(default='America/New_York', max_length=64, validators=[core.accounts.models.validate_time_zone], verbose_name='time zone')),
                ('language', models.CharField(default='en', max_length=8, verbose_name='language')),
                ('is_staff', models.BooleanField(default=False, verbose_name='may open the back office')),
                ('is_active', models.BooleanField(default=True, verbose_name='may sign in')),
                ('is_demonstration', models.BooleanField(default=False, editable=False, verbose_name='demonstration user')),
                ('date_joined', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='joined')),
                ('erased_at', models.DateTimeField(editable=False, null=True, verbose_name='erased')),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': 'user',
                'verbose_name_plural': 'users',
                'indexes': [models.Index(django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Upper('first_name'), name='text_pattern_ops'), name='user_first_name'), models.Index(django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Upper('last_name'), name='text_pattern_ops'), name='user_last_name'), models.Index(models.F('time_zone'), name='user_time_zone')],
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='one_user_per_email')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "accounts_userevent" ("date_joined", "erased_at", "id", "is_active", "is_demonstration", "is_staff", "is_superuser", "language", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "time_zone") VALUES (NEW."date_joined", NEW."erased_at", NEW."id", NEW."is_active", NEW."is_demonstration", NEW."is_staff", NEW."is_superuser", NEW."language", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."public_id", NEW."time_zone"); RETURN NULL;', hash='a59a6e5b6ac5d5583e30156106c6a029ab31d854', operation='INSERT', pgid='pgtrigger_insert_insert_3867c', table='accounts_user', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."date_joined" IS DISTINCT FROM (NEW."date_joined") OR OLD."erased_at" IS DISTINCT FROM (NEW."erased_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_active" IS DISTINCT FROM (NEW."is_active") OR OLD."is_demonstration" IS DISTINCT FROM (NEW."is_demonstration") OR OLD."is_staff" IS DISTINCT FROM (NEW."is_staff") OR OLD."is_superuser" IS DISTINCT FROM (NEW."is_superuser") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."public_id" IS DISTINCT FROM (NEW."public_id") OR OLD."time_zone" IS DISTINCT FROM (NEW."time_zone"))', func='INSERT INTO "accounts_userevent" ("date_joined", "erased_at", "id", "is_active", "is_demonstration", "is_staff", "is_superuser", "language", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "time_zone") VALUES (NEW."date_joined", NEW."erased_at", NEW."id", NEW."is_active", NEW."is_demonstration", NEW."is_staff", NEW."is_superuser", NEW."language", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."public_id", NEW."time_zone"); RETURN NULL;', hash='3123e89a1886afb925664fa952597a33b194a1eb', operation='UPDATE', pgid='pgtrigger_update_update_0e890', table='accounts_user', when='AFTER')), pgtrigger.compiler.Trigger(name='email_changed_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."email" IS DISTINCT FROM (NEW."email"))', func='INSERT INTO "accounts_userevent" ("date_joined", "erased_at", "id", "is_active", "is_demonstration", "is_staff", "is_superuser", "language", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "time_zone") VALUES (NEW."date_joined", NEW."erased_at", NEW."id", NEW."is_active", NEW."is_demonstration", NEW."is_staff", NEW."is_superuser", NEW."language", _pgh_attach_context(), NOW(), \'email_changed\', NEW."id", NEW."public_id", NEW."time_zone"); RETURN NULL;', hash='aeee7aa3b982cd7b79c7fee560170de00cba14fd', operation='UPDATE', pgid='pgtrigger_email_changed_update_28d71', table='accounts_user', when='AFTER')), pgtrigger.compiler.Trigger(name='first_name_changed_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."first_name" IS DISTINCT FROM (NEW."first_name"))', func='INSERT INTO "accounts_userevent" ("date_joined", "erased_at", "id", "is_active", "is_demonstration", "is_staff", "is_superuser", "language", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "time_zone") VALUES (NEW."date_joined", NEW."erased_at", NEW."id", NEW."is_active", NEW."is_demonstration", NEW."is_staff", NEW."is_superuser", NEW."language", _pgh_attach_context(), NOW(), \'first_name_changed\', NEW."id", NEW."public_id", NEW."time_zone"); RETURN NULL;', hash='70f4f1b0c52cbd96aec808abae1f3560116b91f4', operation='UPDATE', pgid='pgtrigger_first_name_changed_update_86f72', table='accounts_user', when='AFTER')), pgtrigger.compiler.Trigger(name='last_name_changed_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."last_name" IS DISTINCT FROM (NEW."last_name"))', func='INSERT INTO "accounts_userevent" ("date_joined", "erased_at", "id", "is_active", "is_demonstration", "is_staff", "is_superuser", "language", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "time_zone") VALUES (NEW."date_joined", NEW."erased_at", NEW."id", NEW."is_active", NEW."is_demonstration", NEW."is_staff", NEW."is_superuser", NEW."language", _pgh_attach_context(), NOW(), \'last_name_changed\', NEW."id", NEW."public_id", NEW."time_zone"); RETURN NULL;', hash='52772cfd4ee58b3ffb0577ab07445a1545665570', operation='UPDATE', pgid='pgtrigger_last_name_changed_update_2d793', table='accounts_user', when='AFTER'))],
            },
            managers=[
                ('objects', core.accounts.models.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name='RoleGiven',
            fields=[
            ],
            options={
                'proxy': True,
            },
            bases=('accounts.user_groups',),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='rolegiven',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "accounts_rolegivenevent" ("group_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") VALUES (NEW."group_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."user_id"); RETURN NULL;', hash='0bd077b254764622d99e3a2e213f7076e761a62c', operation='INSERT', pgid='pgtrigger_insert_insert_951b9', table='accounts_user_groups', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='rolegiven',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "accounts_rolegivenevent" ("group_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") VALUES (NEW."group_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."user_id"); RETURN NULL;', hash='654402d3d52b84578e59c83d5df33027e1908f37', operation='UPDATE', pgid='pgtrigger_update_update_af025', table='accounts_user_groups', when='AFTER')),
        ),
        migrations.CreateModel(
            name='SecondFactorReset',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('checked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('reason', models.CharField(choices=[('lost', 'the device was lost'), ('broken', 'the device broke'), ('replaced', 'the device was replaced, the app not moved')], max_length=16)),
                ('recorded_at', models.DateTimeField(default=core.clock.now)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('asked_by', models.F('checked_by')), _negated=True), models.Q(('user', models.F('asked_by')), _negated=True), models.Q(('user', models.F('checked_by')), _negated=True)), name='three_people_in_a_reset')],
                'triggers': [pgtrigger.compiler.Trigger(name='append_only_rows', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='e40c42a82b804af4a34ddf2413b9ab18c7ea310d', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_rows_c6728', table='accounts_secondfactorreset', when='BEFORE')), pgtrigger.compiler.Trigger(name='append_only_table', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'Cannot truncate the append-only table %', TG_TABLE_NAME;", hash='7ebdee217b6d8bcf5af532d9d676f24902d1fbbf', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_append_only_table_cfe24', table='accounts_secondfactorreset', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='SignInLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sign_in_links', to=settings.AUTH_USER_MODEL)),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('created_at', models.DateTimeField(db_index=True, default=core.clock.now)),
                ('used_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='UserEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to=settings.AUTH_USER_MODEL)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('time_zone', models.CharField(default='America/New_York', max_length=64, validators=[core.accounts.models.validate_time_zone], verbose_name='time zone')),
                ('language', models.CharField(default='en', max_length=8, verbose_name='language')),
                ('is_staff', models.BooleanField(default=False, verbose_name='may open the back office')),
                ('is_active', models.BooleanField(default=True, verbose_name='may sign in')),
                ('is_demonstration', models.BooleanField(default=False, editable=False, verbose_name='demonstration user')),
                ('date_joined', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='joined')),
                ('erased_at', models.DateTimeField(editable=False, null=True, verbose_name='erased')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only_table', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'Cannot truncate the append-only table %', TG_TABLE_NAME;", hash='9ac685382818e648158ea78ed2b3d9e6aada86f1', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_append_only_table_d2a62', table='accounts_userevent', when='BEFORE')), pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='9e9498e73f6fbdf2642fb33fa14189f1ad2382c8', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_45b21', table='accounts_userevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='RoleGivenEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='accounts.rolegiven')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('user', models.ForeignKey(db_constraint=False, db_tablespace='', on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('group', models.ForeignKey(db_constraint=False, db_tablespace='', on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='auth.group')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only_table', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'Cannot truncate the append-only table %', TG_TABLE_NAME;", hash='db72ed1fd2aae102b109faee66526e858ced12fa', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_append_only_table_452e9', table='accounts_rolegivenevent', when='BEFORE')), pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='3c2d5abd34853d5c340ff095dc88145e842eddf4', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_b987b', table='accounts_rolegivenevent', when='BEFORE'))],
            },
        ),
    ]
